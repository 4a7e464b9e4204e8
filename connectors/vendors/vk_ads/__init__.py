"""VK Ads, API v2: access with few tokens, lists of ad plans, statistics by day."""
