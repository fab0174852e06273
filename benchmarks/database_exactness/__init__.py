"""Is the embedded MySQL exact? The same statements there and on a real MariaDB, compared."""
