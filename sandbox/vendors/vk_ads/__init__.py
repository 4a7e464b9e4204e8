"""The API of VK Ads over the pretend company."""
