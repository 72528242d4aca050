"""One reading session, whatever face it has: what is open, selected and playing, and where.

A face (the screen, the line mode) works like this:

    with open_newsroom() as newsroom, Session(newsroom) as session:
        session.wake = tell_my_loop      # called from any thread when events wait
        session.do("tốc độ 1,5")         # a line typed, or the name of a key's command
        session.do(command.name.vi)      # for command in commands.COMMANDS, by `command.key`
        session.tick()                   # ten times a second: moves places along with the voice
        session.welcome()                # once, when the face is ready to show it
        for event in session.take_events():
            ...                          # see `events`; `Said` and `Failed` are words to show

What there is to show is read from `session.view`, `session.listing` (feeds, items, selected),
`session.desk` (pages, place), `session.listening` (state, what, queue) and `session.style`; a face
that reads them while other threads may change them does so under `session.lock`. A face selects
with `session.listing.select(index)` and goes to a sentence with `session.go(sentence, "sentence")`.
Nothing here prints, draws or reads keys.
"""
