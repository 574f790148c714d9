"""A choice among rows, by key."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from screening.web.access import key_in


class KeyChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # takes none when it runs
    """Says of what is no key the same as of a key that is not offered; Django's own words are English."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value and key_in(value) is None:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)
