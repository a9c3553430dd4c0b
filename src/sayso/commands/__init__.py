"""One command a stage, for the command line. Nothing heavy is imported until a command needs it.

`reading`   `sayso read`
`booking`   `sayso add`
`listing`   `sayso claims | disputes | talks | actors | reports`
`counting`  `sayso figures`
`exporting` `sayso export`
`reviewing` `sayso review`
`ruling`    `sayso rule`, `sayso rulings`
`keeping`   `sayso journal`, `sayso replay`, `sayso changes`, `sayso reread`
`showing`   `sayso show`
`joining`   `sayso reconcile`, `sayso schema`
`demo`      `sayso demo`
`work`      many reports read in order, on one processor or several
`output`    lines out, problems and progress on standard error
`options`   options that several commands share
"""
