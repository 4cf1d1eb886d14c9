"""Take the course elsewhere: exercises that other graders understand."""
