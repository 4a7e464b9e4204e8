{{ from_vendors('tasks') }}
