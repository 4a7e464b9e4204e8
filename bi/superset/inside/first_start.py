"""Makes Superset's own tables, roles and the administrator: run by Superset's Python, not by ours."""

import os
from pathlib import Path

import superset
from flask_migrate import upgrade
from superset.app import create_app

app = create_app()
with app.app_context():
    from superset import appbuilder, security_manager

    upgrade(str(Path(superset.__file__ or "").parent / "migrations"))
    appbuilder.add_permissions(update_perms=True)
    security_manager.sync_role_definitions()
    if security_manager.find_user("admin") is None:
        role = security_manager.find_role("Admin")
        password = os.environ["VORONKA_BI_PASSWORD"]
        security_manager.add_user("admin", "Voronka", "Voronka", "admin@localhost", role, password=password)
