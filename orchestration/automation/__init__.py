"""What starts runs without a person: schedules, and sensors on how runs ended."""
