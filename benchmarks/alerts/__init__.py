"""What the KPI alerts find of faults that are planted, and how often they cry in quiet months."""
