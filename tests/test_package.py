"""What the package says of itself, in each of the places where others look."""

import tomllib
from pathlib import Path

from hatchling.metadata.core import ProjectMetadata
from hatchling.plugin.manager import PluginManager

import course

ROOT = Path(__file__).parents[1]


def metadata():
    return ProjectMetadata(str(ROOT), PluginManager())


def test_the_citation_names_this_version_and_the_same_licenses():
    text = (ROOT / "CITATION.cff").read_text("utf-8")
    assert f'version: "{course.__version__}"' in text
    for license in metadata().core.license_expression.split(" AND "):
        assert f"  - {license}" in text
    for author in metadata().core.authors:
        assert f'  - name: "{author["name"]}"' in text


def test_the_workflow_runs_what_the_classifiers_promise():
    workflow = (ROOT / ".github" / "workflows" / "test.yml").read_text("utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    versions = [
        classifier.rpartition(" ")[2]
        for classifier in project["classifiers"]
        if classifier.startswith("Programming Language :: Python :: 3.")
    ]
    listed = ", ".join(f'"{version}"' for version in versions)
    assert f"python: [{listed}]" in workflow
    assert 'pip install -c constraints.txt -e ".[test]"' in workflow
