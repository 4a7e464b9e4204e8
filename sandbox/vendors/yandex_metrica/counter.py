"""The number of the pretend counter, and its names for the marks of a visit, in their order."""

COUNTER = 98000001
UTM = ("UTMSource", "UTMMedium", "UTMCampaign", "UTMContent", "UTMTerm")
