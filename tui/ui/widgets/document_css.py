"""How each part of a text looks, in the colours of the theme."""

DOCUMENT_CSS = """
DocumentView {
    width: 1fr; height: 1fr; background: $background;
    & > .document-view--text { color: $foreground 82%; background: $background; }
    & > .document-view--current { color: $foreground; }
    & > .document-view--heading { text-style: bold; color: $primary; }
    & > .document-view--code { color: $secondary; }
    & > .document-view--quote { color: $text-muted; }
    & > .document-view--rule { color: $foreground 25%; }
    & > .document-view--title { text-style: bold; color: $primary; }
    & > .document-view--byline { color: $text-muted; }
    & > .document-view--number { color: $foreground 55%; }
    & > .document-view--number-current { color: $primary; }
    & > .document-view--bar { color: $primary; }
    & > .document-view--tag { color: $accent; }
    & > .document-view--flag { color: $text-muted; }
    & > .document-view--note { color: $accent; }
    & > .document-view--aside { color: $text-muted; }
    & > .document-view--doubt { color: $warning; text-style: bold; }
    & > .document-view--seam { color: $text-muted; }
    & > .document-view--em { text-style: italic; }
    & > .document-view--strong { text-style: bold; }
    & > .document-view--del { text-style: strike; }
    & > .document-view--link { text-style: underline; }
    & > .document-view--ref { color: $accent; }
    & > .document-view--code-keyword { color: $primary; }
    & > .document-view--code-string { color: $success; }
    & > .document-view--code-comment { color: $text-muted; text-style: italic; }
    & > .document-view--code-number { color: $accent; }
    & > .document-view--code-name { text-style: bold; }
    & > .document-view--match { background: $on-match; }
    & > .document-view--match-current { background: $primary; color: $background; }
    & > .document-view--phrase { text-style: underline; }
    & > .document-view--selected { text-style: reverse; }
    & > .document-view--hint { text-style: bold reverse; color: $primary; }
    & > .document-view--yellow { color: $mark-yellow; }
    & > .document-view--red { color: $mark-red; }
    & > .document-view--green { color: $mark-green; }
    & > .document-view--blue { color: $mark-blue; }
    & > .document-view--purple { color: $mark-purple; }
    & > .document-view--on-yellow { background: $on-yellow; }
    & > .document-view--on-red { background: $on-red; }
    & > .document-view--on-green { background: $on-green; }
    & > .document-view--on-blue { background: $on-blue; }
    & > .document-view--on-purple { background: $on-purple; }
    &:ansi {
        & > .document-view--number, & > .document-view--byline { text-style: dim; }
        & > .document-view--aside { text-style: dim; }
        & > .document-view--rule, & > .document-view--seam { text-style: dim; }
        & > .document-view--on-yellow, & > .document-view--on-green { color: ansi_black; }
        & > .document-view--on-red, & > .document-view--on-blue { color: ansi_bright_white; }
        & > .document-view--on-purple { color: ansi_bright_white; }
    }
    &:ansi, &:nocolor {
        & > .document-view--match { background: $background; text-style: reverse; }
        & > .document-view--match-current {
            color: $foreground; background: $background; text-style: bold reverse underline;
        }
    }
    &:nocolor {
        & > .document-view--phrase { text-style: bold underline; }
        & > .document-view--on-yellow, & > .document-view--on-red,
        & > .document-view--on-green, & > .document-view--on-blue,
        & > .document-view--on-purple { text-style: bold underline; }
    }
}
"""
