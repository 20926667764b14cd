"""A page with a grid and a graph as Dash serves them by default."""

import dash_ag_grid
from dash import Dash, dcc, html

ROWS = [
    {"aanbieder": f"Aanbieder {number}", "vestiging": f"Vestiging {number}", "vrij": number % 5} for number in range(50)
]
app = Dash(__name__)
app.layout = html.Div(
    [
        html.H1("Vrije plekken"),
        dash_ag_grid.AgGrid(rowData=ROWS, columnDefs=[{"field": name} for name in ROWS[0]]),
        dcc.Graph(figure={"data": [{"x": list(range(50)), "y": [row["vrij"] for row in ROWS]}]}),
    ]
)
server = app.server
