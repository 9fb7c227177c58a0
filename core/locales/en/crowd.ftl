# When more is asked for than can be made.

line-too-long = So many pictures are waiting right now that yours would take { $minutes ->
    [one] about a minute
   *[other] about { $minutes } minutes
}. So it was not put in line; nothing was charged, and your request is kept.
line-too-long-until = From about { DATETIME($until, timeStyle: "short") } UTC the line should be shorter. Then just press the button again.
error-crowded = Very many people are here right now, and your request would have taken too long. Nothing was charged. Please try again in a minute.
site-error-crowded = Very many people are here right now. Please try again in half a minute; nothing of yours is lost.
