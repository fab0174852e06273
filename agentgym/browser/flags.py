"""How Chromium is started: quiet, headless, the same every time, with no network of its own."""

from __future__ import annotations

import os

QUIET = (
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--mute-audio",
    "--no-first-run",
    "--no-default-browser-check",
    "--password-store=basic",
)
"""It asks for nothing, plays nothing, keeps nothing."""

STEADY = (
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
    "--disable-ipc-flooding-protection",
    "--disable-smooth-scrolling",
    "--hide-scrollbars",
    "--force-device-scale-factor=1",
    "--font-render-hinting=none",
    "--lang=en-US",
    # No page is kept for the way back, none is held back until it looks good, none is asked for by another scheme.
    "--disable-features=Translate,BackForwardCache,PaintHolding,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,"
    "IsolateOrigins,site-per-process",
)
"""Tabs in the back run like the one in front, and look the same on every machine."""

STILL = ("--enable-begin-frame-control", "--run-all-compositor-stages-before-draw")
"""Pages draw a frame when they are told to, and no other; ``chromium-headless-shell`` alone can do it."""

ENVIRONMENT = {"TZ": "UTC", "LANG": "en_US.UTF-8", "LANGUAGE": ""}
"""Dates and numbers are the same everywhere."""

NOWHERE = "http://127.0.0.1:1"
"""A proxy that nobody answers at: what goes by it goes nowhere, WebSockets and bare addresses included."""

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def unsandboxed() -> tuple[str, ...]:
    """Return the flag that root needs: as root Chromium's own sandbox refuses to start."""
    return ("--no-sandbox",) if os.name == "posix" and os.geteuid() == 0 else ()


def reached(hosts: tuple[str, ...]) -> str:
    """Return the list of hosts that are reached past the proxy; this machine only where it is named."""
    return ";".join(("<-loopback>", *hosts))
