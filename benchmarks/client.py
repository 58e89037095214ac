"""A visitor without a browser: speaks Streamlit's websocket protocol and times reruns.

A rerun is timed from sending the message to the server's word that the script has finished; everything the
page sends in between is received and counted.
"""

from __future__ import annotations

import asyncio
import time
import urllib.request
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

FINISHED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
LONG = 500  # bytes of a message that is not the last one of a run


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

    def __init__(
        self, address: str, page: str = "", query: str = "", *, cookie: str = "", is_quick: bool = False
    ) -> None:
        self.socket_address = address.replace("http", "ws") + "/_stcore/stream"
        self.origin = websockets.Origin(address)
        self.page, self.query = page, query
        self.headers = {"Cookie": cookie} if cookie else {}  # a proxy tells by it which server it is
        self.is_quick = is_quick  # reads of a page that it knows nothing but its end, to leave the processor
        self.areas: dict[str, str] = {}  # label of a text area or a field for text -> its id
        self.fields: dict[str, str] = {}  # label of a field for a number -> its id
        self.pictures: set[int] = set()  # what was drawn so far, each figure once
        self.messages = 0  # of the last rerun: what a rerun costs grows with them
        self.buttons: dict[str, str] = {}  # label -> id, of the last run
        self.uploaders: dict[str, str] = {}
        self.errors = 0  # boxes with an error that no page expects
        self.watched = ""  # the fragment that asked to be run again and again
        self.session = ""

    async def connect(self) -> None:
        """Open the session and run the page once."""
        self.socket = await websockets.connect(
            self.socket_address,
            max_size=None,
            subprotocols=["streamlit"],
            origin=self.origin,
            additional_headers=self.headers,
            compression=None,
        )
        await self.rerun()

    async def rerun(
        self, text: dict[str, str] | None = None, numbers: dict[str, float] | None = None
    ) -> tuple[float, int]:
        """Run the page again, with something in the named areas and fields; returns seconds and bytes."""
        states = [
            WidgetState(id=self.areas[label], string_value=typed) for label, typed in (text or {}).items()
        ]
        states += [
            WidgetState(id=self.fields[label], double_value=number)
            for label, number in (numbers or {}).items()
        ]
        return await self.run(*states)

    async def press(self, label: str) -> None:
        """Press a button."""
        await self.run(WidgetState(id=self.buttons[label], trigger_value=True))

    async def watch(self) -> None:
        """Run the fragment that shows the progress of a fit once more."""
        await self.run(fragment=self.watched)

    async def upload(self, label: str, name: str, content: bytes) -> None:
        """Put a file into a field."""
        asked = BackMsg()
        asked.file_urls_request.file_names.append(name)
        asked.file_urls_request.session_id = self.session
        await self.socket.send(asked.SerializeToString())
        urls: Any = None
        while urls is None:
            answer = ForwardMsg.FromString(await self.socket.recv())
            if answer.WhichOneof("type") == "file_urls_response":
                urls = answer.file_urls_response.file_urls[0]
        await asyncio.to_thread(put_file, str(self.origin), urls.upload_url, name, content)
        state = WidgetState(id=self.uploaders[label])
        info = state.file_uploader_state_value.uploaded_file_info.add()
        info.name, info.size, info.file_id = name, len(content), urls.file_id
        info.file_urls.CopyFrom(urls)
        await self.run(state)

    async def run(self, *states: WidgetState, fragment: str = "") -> tuple[float, int]:
        """Run the page or a fragment of it; returns seconds and bytes."""
        message = BackMsg()
        message.rerun_script.widget_states.widgets.extend(states)
        message.rerun_script.page_name = self.page
        message.rerun_script.query_string = self.query
        message.rerun_script.fragment_id = fragment
        begun = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        received = self.messages = 0
        if not fragment:
            self.buttons, self.uploaders, self.watched = {}, {}, ""
        while True:
            content = await self.socket.recv()
            received += len(content)
            self.messages += 1
            if self.is_quick and self.areas and len(content) > LONG:
                continue
            answer = ForwardMsg.FromString(content)
            self._note(answer)
            if answer.script_finished == ForwardMsg.FINISHED_EARLY_FOR_RERUN:  # by a fragment, perhaps
                self.watched = ""
            # a page of `st.navigation` may first finish early to be run again for the right page
            if answer.WhichOneof("type") == "script_finished" and answer.script_finished in FINISHED:
                return time.perf_counter() - begun, received

    def _note(self, answer: ForwardMsg) -> None:
        """Note what a message says about the page."""
        kind = answer.WhichOneof("type")
        if kind == "new_session":
            self.session = answer.new_session.initialize.session_id or self.session
        elif kind == "auto_rerun":
            self.watched = answer.auto_rerun.fragment_id
        elif kind == "delta":
            element = answer.delta.new_element
            for ids, field in (
                (self.areas, element.text_area),
                (self.areas, element.text_input),
                (self.fields, element.number_input),
                (self.buttons, element.button),
                (self.uploaders, element.file_uploader),
            ):
                if field.id:
                    ids[field.label] = field.id
            if element.HasField("plotly_chart"):
                self.pictures.add(hash(element.plotly_chart.SerializeToString()))
            self.errors += element.HasField("exception")

    async def close(self) -> None:
        """End the session."""
        await self.socket.close()


def put_file(server: str, path: str, name: str, content: bytes) -> None:
    """Send a file as a form, with the token that the server gives to every browser."""
    with urllib.request.urlopen(f"{server}/_stcore/health", timeout=60) as answer:
        token = answer.headers.get("set-cookie", "").partition(";")[0].partition("=")[2]
    body = b'--b\r\nContent-Disposition: form-data; name="file"; filename="%s"\r\n\r\n%s\r\n--b--\r\n'
    headers = {
        "Content-Type": "multipart/form-data; boundary=b",
        "Cookie": f"_streamlit_xsrf={token}",
        "X-Xsrftoken": token,
    }
    request = urllib.request.Request(server + path, body % (name.encode(), content), headers, method="PUT")
    with urllib.request.urlopen(request, timeout=60) as answer:
        answer.read()


async def crowd(
    address: str, page: str, *, clients: int, reruns: int, think: float = 0.0, query: str = ""
) -> Timings:
    """Let `clients` visitors run a page `reruns` times each, with about `think` seconds between."""
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
            # with equal pauses all would click at the same moment after a while, as no class does
            await asyncio.sleep(float(random.uniform(0.5, 1.5)) * think)

    await asyncio.gather(*(visit(visitor) for visitor in visitors))
    for visitor in visitors:
        await visitor.close()
    return timings
