"""WebArena-Verified's comparison of requests, beside the package ``webarena-verified`` itself."""
