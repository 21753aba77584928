"""What a node is told of the world outside is read strictly: a slip of the operator is told at the start."""

from pathlib import Path

import pytest

from comity.errors import Invalid
from comity.settings import read_settings


def test_a_node_that_is_told_nothing_reaches_nothing_inside() -> None:
    settings = read_settings({})
    assert (settings.outside_hosts, settings.drop_folders) == (frozenset(), ())
    assert (settings.smtp_url, settings.mail_from, settings.public_url) == (None, None, None)


def test_the_settings_of_the_world_outside_are_read() -> None:
    settings = read_settings(
        {
            "COMITY_OUTSIDE_HOSTS": "Receiver.Court.local:9443, [fd12::5]:443",
            "COMITY_SMTP_URL": "smtp://comity:word@mail.hart.example",
            "COMITY_MAIL_FROM": "comity@hart.example",
            "COMITY_DROP_FOLDERS": "/srv/drops:/mnt/court",
            "COMITY_PUBLIC_URL": "https://comity.hart.example/",
        }
    )
    assert settings.outside_hosts == {"receiver.court.local:9443", "[fd12::5]:443"}
    assert settings.drop_folders == (Path("/srv/drops"), Path("/mnt/court"))
    assert settings.public_url == "https://comity.hart.example"
    assert settings.smtp_url == "smtp://comity:word@mail.hart.example"
    assert "word" not in repr(settings)


@pytest.mark.parametrize(
    "name,value",
    [
        ("COMITY_OUTSIDE_HOSTS", "receiver.court.local"),
        ("COMITY_OUTSIDE_HOSTS", "https://receiver.court.local:443"),
        ("COMITY_OUTSIDE_HOSTS", "*:443"),
        ("COMITY_OUTSIDE_HOSTS", "10.0.0.0/8:443"),
        ("COMITY_DROP_FOLDERS", "drops"),
        ("COMITY_DROP_FOLDERS", "/"),
        ("COMITY_PUBLIC_URL", "comity.hart.example"),
        ("COMITY_PUBLIC_URL", "javascript:alert(1)"),
        ("COMITY_PUBLIC_URL", "https://comity.hart.example/?a=b"),
    ],
)
def test_a_setting_that_does_not_hold_is_named(name: str, value: str) -> None:
    with pytest.raises(Invalid) as told:
        read_settings({name: value})
    assert told.value.field == name
