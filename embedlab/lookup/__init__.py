"""Lookup: the matrix behind the ids, its rows, and what else it is used for."""

from embedlab.context.decoder import final_norm
from embedlab.lookup.browsing import RowNeighbors, find_token, nearest_rows, spellings
from embedlab.lookup.codings import Coding, IdFrequency, compare_codings, id_frequency, word_similarities
from embedlab.lookup.embedding_matrix import EmbeddingMatrix, embedding_matrix, load_embedding_matrix
from embedlab.lookup.learning import RowGradients, adam_steps, row_gradients
from embedlab.lookup.new_token import STARTS, NewToken, follow_new_token, new_rows, predict_new_token
from embedlab.lookup.one_hot import OneHotProduct, one_hot, one_hot_product
from embedlab.lookup.roles import ROLES, RoleSwap, role_ids, swap_role
from embedlab.lookup.sizes import BYTES, TableSize, table_size
from embedlab.lookup.tied import TiedOutput, own_token_share, read_back, tied_output
from embedlab.lookup.untrained import UnusedRows, unused_rows
from embedlab.models.published_sizes import MODEL_SIZES, ModelSize

__all__ = [
    "BYTES", "MODEL_SIZES", "ROLES", "STARTS", "Coding", "EmbeddingMatrix", "IdFrequency", "ModelSize",
    "NewToken", "OneHotProduct", "RoleSwap", "RowGradients", "RowNeighbors", "TableSize", "TiedOutput",
    "UnusedRows", "adam_steps", "compare_codings", "embedding_matrix", "final_norm", "find_token",
    "follow_new_token", "id_frequency", "load_embedding_matrix", "nearest_rows", "new_rows", "one_hot",
    "one_hot_product", "own_token_share", "predict_new_token", "read_back", "role_ids", "row_gradients",
    "spellings", "swap_role", "table_size", "tied_output", "unused_rows", "word_similarities",
]  # fmt: skip
