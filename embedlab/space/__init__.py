"""Space: maps of many vectors, and how far to trust them. Knows nothing of where a matrix came from."""

from embedlab.ranking import rank_rows
from embedlab.space.alignment import Alignment, Stability, align, map_stability
from embedlab.space.axis_map import AxisMap, axis_map
from embedlab.space.clusters import Clusters, find_clusters
from embedlab.space.placing import place_points
from embedlab.space.projection import Projection, project
from embedlab.space.quality import ProjectionQuality, projection_quality
from embedlab.space.shepard import ShepardDiagram, shepard_diagram
from embedlab.space.toys import TOYS, Toy, toy_points
from embedlab.space.twins import random_twin

__all__ = [
    "TOYS",
    "Alignment",
    "AxisMap",
    "Clusters",
    "Projection",
    "ProjectionQuality",
    "ShepardDiagram",
    "Stability",
    "Toy",
    "align",
    "axis_map",
    "find_clusters",
    "map_stability",
    "place_points",
    "project",
    "projection_quality",
    "random_twin",
    "rank_rows",
    "shepard_diagram",
    "toy_points",
]
