"""The log-in that the sites share: the fields that their originals' scripts fill in."""

from __future__ import annotations

import pytest

from tests.environments.webarena.site.client import Client


@pytest.mark.parametrize(
    ("site", "path", "holds", "out", "asks"),
    [
        ("reddit", "/login", ('name="_username"', 'name="_password"', "<button>Log in<"), "/logout", "/submit"),
        ("shopping", "/customer/account/login/", ('type="email"', "Email", "<button>Sign In<"),
         "/customer/account/logout/", "/wishlist/"),
        ("gitlab", "/users/sign_in", ('data-testid="username-field"', 'data-testid="sign-in-button"'),
         "/users/sign_out", "/-/profile"),
        ("shopping_admin", "/auth/login/", ('placeholder="user name"', 'placeholder="password"'), "/auth/logout/", "/"),
    ],
)  # fmt: skip
def test_each_site_has_its_form(site: str, path: str, holds: tuple[str, ...], out: str, asks: str) -> None:
    client = Client(site)
    page = client.get(path)
    assert all(text in page for text in (*holds, 'type="password"')) and "</form>" in page
    client.get(out)
    assert 'type="password"' in client.get(asks)
