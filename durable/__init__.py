"""Files that a crash leaves as they were or as they shall be; every room writes them by this one."""
