"""The sentences of pyxform about questions and choices, and ours.

Each is (pattern, message id, sheet, column, how to mend); see `refusals`.
"""

from __future__ import annotations

from veldwerk.xlsform.errors import N_

_NAME = N_(
    "This name cannot be used. A name begins with a letter or _, and has only letters, digits, _, - and . after that."
)

NO_LIST = N_("“{type}” does not say which list it takes. Write the name of the list after it: {type} yes_no.")

REFUSALS: tuple[tuple[str, str, str | None, str | None, str], ...] = (
    # questions, groups and names
    (
        r"Unknown question type '(?P<type>(?:select|rank)(?:1|[_ ](?:one|multiple|all that apply))?(?:[_ ]from)?"
        r"(?:[_ ]file)?|select_one_external)'",
        NO_LIST,
        "survey",
        "type",
        "text",
    ),
    (r"Arguments 'itemset' and 'list_name' must not both be None", NO_LIST, "survey", "type", "text"),
    (
        r"Unknown question type '(?P<type>.*?)'",
        N_("“{type}” is not a type of question. {advice}"),
        "survey",
        "type",
        "text",
    ),
    (
        r"Question with no type",
        N_("This row has no type. Fill in a type, or clear the row."),
        None,
        "type",
        "text",
    ),
    (
        r"Question or group with no name",
        N_("This row has no name. Every question and group needs a name of its own."),
        None,
        "name",
        "name",
    ),
    (
        r"Unmatched 'begin_(?P<kind>\w+)'.*name '(?P<name>.*?)'",
        N_("“begin {kind}” of {name} has no “end {kind}”. Add a row “end {kind}” after its last question."),
        None,
        "type",
        "end",
    ),
    (
        r"Unmatched 'end_(?P<kind>\w+)'",
        N_(
            "“end {kind}” ends nothing: there is no open “begin {kind}” above it. Add that one, or remove this row."
        ),
        None,
        "type",
        "row",
    ),
    (
        r"'name' value '(?P<name>.*?)' is invalid\. Questions, groups, and repeats must be unique",
        N_("The name {name} is already used in the same group. Give this row another name."),
        None,
        "name",
        "name",
    ),
    (
        r"'name' value 'meta' is invalid",
        N_("The name meta is taken by the form itself. Give this row another name."),
        None,
        "name",
        "name",
    ),
    (
        r"'name' value '(?P<name>.*?)' is invalid\. Repeat names must",
        N_(
            "The name {name} is already used for another repeat or for the form. Give this repeat another name."
        ),
        None,
        "name",
        "name",
    ),
    (r"'name' value is invalid\. Names must begin", _NAME, None, None, "name"),
    (r"Names must begin with a letter", _NAME, None, None, "cell"),
    (
        r"Names used here must not begin with two underscores",
        N_("This name begins with __, which is kept for the system. Choose another name."),
        None,
        None,
        "cell",
    ),
    (
        r"must not contain a period",
        N_("This name has a full stop in it. Choose a name without."),
        None,
        None,
        "cell",
    ),
    (
        r"must not be 'name' or 'label'",
        N_("The names “name” and “label” are kept for the list itself. Choose another name."),
        None,
        None,
        "cell",
    ),
    (
        r"survey element named '(?P<name>.*?)' has no label or hint",
        N_("{name} has no words to show. Fill in the column label or hint."),
        "survey",
        "label",
        "label",
    ),
    (
        r"big-image, you must also specify an image for the survey element named (?P<name>.*?)\.",
        N_("{name} has a big-image without an image. Fill in the column image too."),
        "survey",
        "big-image",
        "",
    ),
    (
        r"This section has not been included",
        N_("A row of type “include” is not supported. Copy the questions of that form into this one."),
        "survey",
        "type",
        "",
    ),
    # references
    (
        r"Could not find the name '(?P<name>.*?)'",
        N_("${{{name}}} points to nothing: there is no question of that name. {advice}"),
        None,
        None,
        "cell",
    ),
    (
        r"There is no survey element named '(?P<name>.*?)'",
        N_("${{{name}}} points to nothing: there is no question of that name. {advice}"),
        None,
        None,
        "",
    ),
    (
        r"The name '(?P<name>.*?)' appears more than once",
        N_("${{{name}}} can mean several questions. Give these questions different names."),
        None,
        None,
        "cell",
    ),
    (
        r"There are multiple survey elements named '(?P<name>.*?)'",
        N_("${{{name}}} can mean several questions. Give these questions different names."),
        None,
        None,
        "",
    ),
    (
        r"Reference variables must start with",
        N_(
            "A reference to a question is written as ${{name}}: a dollar sign, braces, and the name between them."
        ),
        None,
        None,
        "cell",
    ),
    (
        r"must have a comma between each variable",
        N_("Put a comma between the questions in this cell: ${{a}}, ${{b}}."),
        None,
        None,
        "cell",
    ),
    (
        r"The question \$\{(?P<source>.*?)\} is not user-visible.*question \$\{(?P<name>.*?)\}",
        N_(
            "{source} is never answered by anyone, so it cannot be the trigger of {name}. Choose a visible question."
        ),
        "survey",
        "trigger",
        "cell",
    ),
    (
        r"'trigger' column must not be empty",
        N_("Fill in the column trigger for this type."),
        None,
        "trigger",
        "text",
    ),
    (
        r"'calculation' column must be empty",
        N_("Leave the column calculation empty for this type."),
        None,
        "calculation",
        "text",
    ),
    (
        r"Missing calculation",
        N_("This row calculates nothing. Fill in the column calculation."),
        None,
        "calculation",
        "text",
    ),
    # choices
    (
        r"List name not in choices sheet: (?P<list>.*)",
        N_("The list {list} is not in the sheet choices. {advice}"),
        None,
        "type",
        "list",
    ),
    (
        r"List name not in (?:external choices|columns) sheet: (?P<list>.*)",
        N_("The list {list} is not in the sheet that it should come from. {advice}"),
        None,
        "type",
        "text",
    ),
    (
        r"There should be a choices sheet",
        N_(
            "The form asks for choices, but has no sheet “choices”. Add it, with the columns list_name, name and label."
        ),
        "choices",
        None,
        "list",
    ),
    (
        r"There should be an external_choices sheet",
        N_("The form asks for external choices, but has no sheet “external_choices”. Add it."),
        "external_choices",
        None,
        "",
    ),
    (
        r"Choices must have a name",
        N_("This choice has no name. The name is what is kept when the choice is picked."),
        "choices",
        "name",
        "name",
    ),
    (
        r"Choice names must be unique",
        N_(
            "This list has two choices of the same name. Give one another name, or allow it in the sheet settings."
        ),
        "choices",
        "name",
        "twice",
    ),
    (
        r"Choice names with spaces cannot.*See \[(?P<name>.*?)\] in \[(?P<list>.*?)\]",
        N_(
            "The choice “{name}” of {list} has a space in its name. Write _ instead, because a space divides the "
            "answers that are picked."
        ),
        "choices",
        "name",
        "space",
    ),
    (
        r"specify choices for this 'or other'",
        N_("“or_other” needs a list of choices. Add the list."),
        None,
        "type",
        "text",
    ),
    (
        r"Choice filter not supported with or_other",
        N_("A choice filter and “or_other” do not go together. Make “other” a choice of its own."),
        None,
        "choice_filter",
        "cell",
    ),
    (
        r"Choice filter not supported for table-list",
        N_("A choice filter and “table-list” do not go together. Remove one of them."),
        None,
        "choice_filter",
        "cell",
    ),
    (
        r"table list, list names don't match: (?P<list>.*?) vs. (?P<other>.*)",
        N_("A table needs one list for all its questions, but here are {list} and {other}."),
        None,
        "type",
        "text",
    ),
    (
        r"File name for '(?P<what>.*?)' should end with",
        N_("“{what}” must name a file that ends in .csv, .xml or .geojson."),
        None,
        "type",
        "text",
    ),
    (
        r"Question '(?P<name>.*?)' is a select from file type, using 'search\(\)'",
        N_("{name} takes its choices from a file and from search() at once. Remove one of them."),
        "survey",
        "appearance",
        "",
    ),
    (
        r"Instance name: '(?P<list>.*?)'",
        N_("The list {list} comes from two places at once. Give one of them another name."),
        "survey",
        "type",
        "",
    ),
    (
        r"Instance names must be unique within a form\. The name '(?P<list>.*?)'",
        N_("The list {list} comes from two places at once. Give one of them another name."),
        "survey",
        "name",
        "",
    ),
)
