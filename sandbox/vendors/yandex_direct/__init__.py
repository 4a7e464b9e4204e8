"""Yandex Direct's API over the pretend company."""
