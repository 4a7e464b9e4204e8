"""A user's own Dagster definitions go here, one file each; they are merged into the deployment's."""
