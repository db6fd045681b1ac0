"""Places to keep objects, each behind the five calls of `services.sync_ports.ObjectStore`."""
