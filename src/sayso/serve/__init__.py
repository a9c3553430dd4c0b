"""Serve: what people and programs see of readings, cases and talks. Nothing here changes a record.

- `wording`   records in words: figures, days, chains of sources
- `views`     small frozen rows (`claim_rows`, `case_rows`, `dispute_rows`, `talks_rows`), which all the rest shows
- `rosters`   flat rows of actors and reports
- `tables`    the terminal: `render_reading`, `render_claims`, `render_cases`, `render_talks`, `render_actors`, …
- `estimates` figures by counting rule: rows and the terminal (`estimate_rows`, `render_estimates`)
- `record`    the terminal: one claim explained (`render_record`)
- `slices`    the text cut at every boundary of every mark
- `markup`    pieces of HTML shared by page and notebook
- `page`      `render_page`: one self-contained HTML page (`page.css`, `page_frame.css`, `page.js` lie beside it)
- `notebook`  `NotebookReading`: a reading that shows itself
- `exports`   CSV, Arrow, pandas
- `history`   the terminal: rulings, changes, earlier readings, the review queue
- `formats/`  exports in the formats of the field
"""
