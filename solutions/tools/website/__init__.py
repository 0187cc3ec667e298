"""The static site of the course; `python solutions/tools/publish.py OUT` builds it.

pyodide.py   Python for the browser: the part of Pyodide that the course needs
bytecode.py  its packages with their modules translated, as a browser cannot keep them
lite.py      JupyterLite, which runs the lessons in it
strips.py    figures as strips of frames, which move without a kernel
formulas.py  equations as MathML, which needs no script
pages.py     the pages of the lessons and what leads to them
offline.py   the list of files that a browser keeps
node.py      runs node, which Pyodide and MathJax need here
"""
