"""Space: maps of many vectors, and how far to trust them. Knows nothing of where a matrix came from."""

from embedlab.space.alignment import Alignment, Stability, align, map_stability
from embedlab.space.clusters import Clusters, find_clusters
from embedlab.space.exact_neighbors import RankedRows, rank_rows
from embedlab.space.named_axes import AxisMap, NamedAxis, axis_map, named_axis
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
    "NamedAxis",
    "Projection",
    "ProjectionQuality",
    "RankedRows",
    "ShepardDiagram",
    "Stability",
    "Toy",
    "align",
    "axis_map",
    "find_clusters",
    "map_stability",
    "named_axis",
    "place_points",
    "project",
    "projection_quality",
    "random_twin",
    "rank_rows",
    "shepard_diagram",
    "toy_points",
]
