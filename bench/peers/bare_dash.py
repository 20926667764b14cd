"""A page of text with a component library, as Dash serves it, compressed."""

import dash_mantine_components
from dash import Dash, html

app = Dash(__name__, compress=True)
app.layout = dash_mantine_components.MantineProvider(
    [
        html.H1("Vrije plekken"),
        *(dash_mantine_components.Text(f"Aanbieder {number}: {number % 5}") for number in range(50)),
    ]
)
server = app.server
