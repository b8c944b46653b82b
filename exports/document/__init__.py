"""The forms a school prints: typed values in, DOCX to edit and PDF to print out, both from one template.

`forms` lists them, `values` says what each may tell, `standard` holds the templates the service brings along,
`apart` renders in a child process with limits. A template of a school is code of strangers: it is judged there too.
"""
