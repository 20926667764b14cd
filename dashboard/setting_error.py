"""What is wrong with a setting."""


class SettingError(Exception):
    """A setting holds something it cannot hold; the sentence names the variable, the file and an example."""
