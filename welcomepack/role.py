"""Roles: who may give a translation which state. They come from ``content/project.yaml``."""

from collections.abc import Mapping

from welcomepack.diagnostic import WelcomepackError
from welcomepack.explain import nearest
from welcomepack.model import State


def highest(settings_roles: Mapping[str, State], role: str) -> State:
    """The highest state that a role can give; raises `WelcomepackError` for an unknown role."""
    if role in settings_roles:
        return settings_roles[role]
    hint = nearest(role, settings_roles) or f"Possible: {', '.join(settings_roles)}."
    message = f'There is no role "{role}". {hint}'
    raise WelcomepackError(message)
