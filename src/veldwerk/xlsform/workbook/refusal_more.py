"""The sentences of pyxform about sheets, parameters and entities, and ours; as `refusal_table`."""

from __future__ import annotations

from veldwerk.xlsform.errors import N_

MORE_REFUSALS: tuple[tuple[str, str, str | None, str | None, str], ...] = (
    # sheets and headings
    (
        r"You must have a sheet named 'survey'",
        N_("There is no sheet “survey”. Name the sheet with the questions so."),
        None,
        None,
        "",
    ),
    (
        r"required column headers were not found: (?P<columns>.*?)\. Learn",
        N_("This sheet misses the column {columns}. Add it to the first row."),
        None,
        None,
        "",
    ),
    (
        r"missing header row",
        N_("The first row of this sheet must hold the headings, such as type, name and label."),
        None,
        None,
        "",
    ),
    (
        r"different names for the same column were found: '(?P<one>.*?)', '(?P<other>.*?)'",
        N_("The columns {one} and {other} mean the same. Remove one of them."),
        None,
        None,
        "",
    ),
    (
        r"Column headers must not be empty and must not contain spaces",
        N_("A heading in this sheet is empty or has a space in it. Rename or remove that column."),
        "choices",
        None,
        "",
    ),
    (
        r"column\(s\) are not supported by this version of pyxform: (?P<columns>.*?)\. Please",
        N_("The columns {columns} do not exist in this sheet. Check the spelling or remove them."),
        "entities",
        None,
        "",
    ),
    (
        r"empty id_string",
        N_("The form has no form_id. Fill it in in the sheet settings."),
        "settings",
        "form_id",
        "",
    ),
    (
        r"Cannot omit instanceID",
        N_("An encrypted form cannot do without instanceID. Remove omit_instanceID."),
        "settings",
        "omit_instanceID",
        "cell",
    ),
    # parameters
    (
        r"Parameters must be in the form of",
        N_("Write parameters as key=value, with spaces between them: start=1 end=10."),
        None,
        "parameters",
        "cell",
    ),
    (
        r"parameter keys for this question type are '(?P<known>.*?)'.*invalid parameter key\(s\): '(?P<unknown>.*?)'",
        N_("This type has no parameter {unknown}. It knows: {known}."),
        None,
        "parameters",
        "cell",
    ),
    (
        r"the parameter '(?P<name>.*?)' must be a number",
        N_("The parameter {name} must be a number."),
        None,
        "parameters",
        "cell",
    ),
    (
        r"(?:the|The) '?parameter '?(?P<name>[\w-]+)'? must (?:not be '0'|be a multiple|not be larger|be between)",
        N_("The parameter {name} does not fit the others: it lies between start and end, and on a step."),
        None,
        "parameters",
        "cell",
    ),
    (
        r"(?:parameters? |For the )'?(?:tick_|range).*?'?(?P<name>tick_labelset|tick_interval|placeholder)",
        N_("The parameter {name} does not fit the range or its appearance. Check its list and the steps."),
        None,
        "parameters",
        "cell",
    ),
    (
        r"For the 'range' question type",
        N_("The labels of this range must be numbers that lie on its steps."),
        None,
        "parameters",
        "cell",
    ),
    (
        r"include randomize=true to use a (?P<name>seed)",
        N_("A seed only works together with randomize=true. Add that, or remove the seed."),
        "survey",
        "parameters",
        "",
    ),
    (
        r"(?P<name>seed) value must be",
        N_("The seed must be a number, or a question such as ${{a}}."),
        "survey",
        "parameters",
        "",
    ),
    (
        r"(?P<name>[\w-]+)'? (?:parameter )?must (?:either )?be (?:set to )?(?:either )?'?true'? or '?false'?",
        N_("{name} is true or false, nothing else."),
        "survey",
        "parameters",
        "cell",
    ),
    (
        r"[Pp]arameter '?(?P<name>[\w-]+)'? must have an? (?:integer|numeric)",
        N_("The parameter {name} must be a number."),
        "survey",
        "parameters",
        "cell",
    ),
    (
        r"The '(?P<name>[\w-]+)' parameter must have a numeric",
        N_("The parameter {name} must be a number."),
        "survey",
        "parameters",
        "cell",
    ),
    (
        r"(?:Parameter |Invalid value for |^)(?P<name>[\w-]+)(?: must be|\.$)",
        N_(
            "A parameter of this row has a value that does not exist. Look it up in the documentation: {detail}"
        ),
        "survey",
        "parameters",
        "cell",
    ),
    (
        r"'incremental' parameter may|'reference-geometry' parameter must|To include location|Android package",
        N_("The parameters of this row are not complete or do not fit its type: {detail}"),
        "survey",
        "parameters",
        "cell",
    ),
    (
        r"Audits must always be named 'audit",
        N_("A row of type audit has no name, or the name audit. Clear the name."),
        None,
        "name",
        "cell",
    ),
    # entities
    (
        r"add an entities sheet",
        N_("save_to needs a sheet “entities” that names the list. Add it, or clear the column save_to."),
        None,
        "save_to",
        "cell",
    ),
    (
        r"property '(?P<name>.*?)' is already assigned by row '(?P<other>\d+)'",
        N_("The property {name} is already filled by row {other}. Choose another one for this row."),
        None,
        "save_to",
        "cell",
    ),
    (
        r"Groups and repeats can't be saved",
        N_("A group or repeat cannot be kept as a property. Move save_to to a question in it."),
        None,
        "save_to",
        "cell",
    ),
    (
        r"entity list name '(?P<list>.*?)' was not found",
        N_("The list {list} is not in the sheet entities. Check the spelling, or add it there."),
        None,
        "save_to",
        "cell",
    ),
    (
        r"list name '(?P<list>.*?)' does not have a label",
        N_("The list {list} makes new items, so it needs a label. Fill in the column label."),
        "entities",
        "label",
        "",
    ),
    (
        r"list name '(?P<list>.*?)' does not have an '(?P<needed>.*?)'",
        N_("The list {list} changes items, so it needs the column {needed} too. Fill it in."),
        "entities",
        None,
        "",
    ),
    (
        r"'save_to' names must be prefixed",
        N_("There are several lists, so write the list before the property: list#property."),
        None,
        "save_to",
        "cell",
    ),
    (
        r"may have only one entity declaration",
        N_(
            "A group or repeat can fill only one list of the sheet entities. Fill the other one from another group."
        ),
        None,
        None,
        "",
    ),
    (
        r"'(?P<list>[^']*)' has a reference in container scope '(?P<one>.*?)'.*in scope '(?P<other>.*?)'",
        N_(
            "The list {list} is filled from {one} and from {other}, which are counted apart. Copy the value with a "
            "calculate row first."
        ),
        None,
        None,
        "cell",
    ),
    (r"at most one '#'", N_("save_to has one # at most: list#property."), None, "save_to", "cell"),
    (
        r"must not have any duplicate names",
        N_("This list stands twice in the sheet entities. Remove one of them."),
        "entities",
        "list_name",
        "",
    ),
    (
        r"Entity lists must have a name",
        N_("This row has no list_name. Fill it in."),
        "entities",
        "list_name",
        "",
    ),
)
