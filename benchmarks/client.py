"""A visitor without a browser: speaks Streamlit's websocket protocol and times reruns.

A rerun is timed from sending the message to the server's word that the script has finished; everything the
page sends in between is received and counted.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

import numpy as np
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


@dataclass
class Timings:
    """Seconds for each rerun, and the bytes that came with it."""

    seconds: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)

    def p(self, percent: float) -> float:
        """Return a percentile of the seconds."""
        return float(np.percentile(self.seconds, percent))


class Client:
    """One visitor on one page."""

    def __init__(self, address: str, page: str = "", query: str = "") -> None:
        self.socket_address = address.replace("http", "ws") + "/_stcore/stream"
        self.origin = websockets.Origin(address)
        self.page, self.query = page, query
        self.areas: dict[str, str] = {}  # label of a text area -> its id
        self.fields: dict[str, str] = {}  # label of a field for a number -> its id
        self.pictures: set[int] = set()  # what was drawn so far, each figure once

    async def connect(self) -> None:
        """Open the session and run the page once."""
        self.socket = await websockets.connect(
            self.socket_address, max_size=None, subprotocols=["streamlit"], origin=self.origin
        )
        await self.rerun()

    async def rerun(
        self, text: dict[str, str] | None = None, numbers: dict[str, float] | None = None
    ) -> tuple[float, int]:
        """Run the page again, with something in the named areas and fields; returns seconds and bytes."""
        message = BackMsg()
        for label, content in (text or {}).items():
            state = message.rerun_script.widget_states.widgets.add()
            state.id, state.string_value = self.areas[label], content
        for label, number in (numbers or {}).items():
            state = message.rerun_script.widget_states.widgets.add()
            state.id, state.double_value = self.fields[label], number
        message.rerun_script.page_name = self.page
        message.rerun_script.query_string = self.query
        begun = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        received = 0
        while True:
            content = await self.socket.recv()
            received += len(content)
            answer = ForwardMsg.FromString(content)
            area = answer.delta.new_element.text_area
            if area.id:
                self.areas[area.label] = area.id
            if (given := answer.delta.new_element.number_input).id:
                self.fields[given.label] = given.id
            if answer.delta.new_element.HasField("plotly_chart"):
                self.pictures.add(hash(answer.delta.new_element.plotly_chart.SerializeToString()))
            if answer.WhichOneof("type") == "script_finished":
                status = answer.script_finished
                # a page of `st.navigation` may first finish early to be run again for the right page
                if status == ForwardMsg.FINISHED_SUCCESSFULLY:
                    return time.perf_counter() - begun, received

    async def close(self) -> None:
        """End the session."""
        await self.socket.close()


async def crowd(
    address: str, page: str, *, clients: int, reruns: int, think: float = 0.0, query: str = ""
) -> Timings:
    """Let `clients` visitors run a page `reruns` times each, with `think` seconds between."""
    visitors = [Client(address, page, query) for _ in range(clients)]
    for visitor in visitors:
        await visitor.connect()
    timings = Timings()
    random = np.random.default_rng(0)

    async def visit(visitor: Client) -> None:
        await asyncio.sleep(float(random.uniform(0, think)))
        for _ in range(reruns):
            seconds, size = await visitor.rerun()
            timings.seconds.append(seconds)
            timings.sizes.append(size)
            await asyncio.sleep(think)

    await asyncio.gather(*(visit(visitor) for visitor in visitors))
    for visitor in visitors:
        await visitor.close()
    return timings
