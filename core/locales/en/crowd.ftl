# When more is asked for than can be made.

line-too-long = So many pictures are waiting right now that yours would take { $minutes ->
    [one] about a minute
   *[other] about { $minutes } minutes
}. So it was not put in line; nothing was charged, and your request is kept.
line-too-long-until = From about { DATETIME($until, timeStyle: "short") } UTC the line should be shorter. Then just press the button again.
error-crowded = Very many people are here right now, and your request would have taken too long. Nothing was charged. Please try again in a minute.
site-error-crowded = Very many people are here right now. Please try again in half a minute; nothing of yours is lost.
no-room = We have hardly any room left for pictures, so yours was not put in line. We have been told. Nothing was charged, and your request is kept: press the button again later.
error-disk-full = We cannot write anything down right now, because a disk of ours is full. Nothing was done and nothing was charged. Please try again later.
