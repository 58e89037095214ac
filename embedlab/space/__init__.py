"""Space: maps of many vectors, and how far to trust them. Knows nothing of where a matrix came from."""

from embedlab.ranking import rank_rows
from embedlab.space.alignment import Alignment, Stability, align, map_stability
from embedlab.space.axis_map import AxisMap, axis_map
from embedlab.space.clusters import Clusters, find_clusters
from embedlab.space.duration import expected_seconds
from embedlab.space.fitting import MapFit, MapOptions, MapSeries, fit_map, fit_series
from embedlab.space.methods import project
from embedlab.space.neighbor_preservation import preserved_neighbors
from embedlab.space.placing import place_points
from embedlab.space.point_set import PointSet
from embedlab.space.projection import Projection
from embedlab.space.quality import ProjectionQuality, projection_quality
from embedlab.space.shepard import ShepardDiagram, shepard_diagram
from embedlab.space.take_away import map_csv, map_parquet, projector_files
from embedlab.space.tears import Tear, largest_tear, region_share
from embedlab.space.toys import TOYS, Toy, toy_points
from embedlab.space.twins import random_twin

__all__ = [
    "TOYS",
    "Alignment",
    "AxisMap",
    "Clusters",
    "MapFit",
    "MapOptions",
    "MapSeries",
    "PointSet",
    "Projection",
    "ProjectionQuality",
    "ShepardDiagram",
    "Stability",
    "Tear",
    "Toy",
    "align",
    "axis_map",
    "expected_seconds",
    "find_clusters",
    "fit_map",
    "fit_series",
    "largest_tear",
    "map_csv",
    "map_parquet",
    "map_stability",
    "place_points",
    "preserved_neighbors",
    "project",
    "projection_quality",
    "projector_files",
    "random_twin",
    "rank_rows",
    "region_share",
    "shepard_diagram",
    "toy_points",
]
