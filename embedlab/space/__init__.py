"""Space: maps of many vectors, and how far to trust them. Knows nothing of where a matrix came from."""

from embedlab.space.projection import Projection, project
from embedlab.space.quality import ProjectionQuality, projection_quality

__all__ = ["Projection", "ProjectionQuality", "project", "projection_quality"]
