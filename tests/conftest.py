"""What every test may rest on: a database that keeps the rules, the named cast, the running portal."""

from tests.database import empty_in_spite_of_rules

empty_in_spite_of_rules()
pytest_plugins = ["tests.stack", "tests.cast"]
