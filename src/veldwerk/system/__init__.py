"""The machine underneath: time, ids, folders, locks, log files, disk room. The only place with platform
calls."""
