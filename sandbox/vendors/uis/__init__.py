"""The Data API of UIS over the pretend company."""
