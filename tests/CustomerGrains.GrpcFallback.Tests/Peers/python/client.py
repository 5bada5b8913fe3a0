"""grpcio as a client: makes one scenario's calls and prints what it observed as JSON."""
import json
import sys

import grpc

import echo_pb2
import echo_pb2_grpc

PATIENCE = 30
DETAILS = bytes([8, 5, 0, 255, 254])


def show(**observed):
    print(json.dumps(observed), flush=True)


def ended(call):
    return {"code": call.code().value[0], "detail": call.details()}


def failed(invoke):
    """The error that a unary call ends with."""
    try:
        invoke()
    except grpc.RpcError as error:
        return error
    raise AssertionError("the call succeeded")


def unary(echo):
    answer, call = echo.Say.with_call(echo_pb2.Ping(text="Grüße, 世界"), timeout=PATIENCE)
    show(text=answer.text, **ended(call))


def empty(echo):
    show(empty=echo.Say(echo_pb2.Ping(), timeout=PATIENCE) == echo_pb2.Pong())


def large(echo):
    payload = bytes(range(256)) * 12000
    show(same=echo.Say(echo_pb2.Ping(payload=payload), timeout=PATIENCE).payload == payload)


def server_stream(echo):
    call = echo.Repeat(echo_pb2.Ping(count=2000), timeout=PATIENCE)
    show(ordered=[answer.index for answer in call] == list(range(2000)), **ended(call))


def client_stream(echo):
    answer = echo.Gather((echo_pb2.Ping(text=text) for text in "abc"), timeout=PATIENCE)
    show(text=answer.text, index=answer.index)


class Turns:
    """Requests that are sent one by one, when the answer to the one before has come."""

    def __init__(self):
        import queue
        self.queue = queue.Queue()

    def __iter__(self):
        return iter(self.queue.get, None)

    def send(self, request):
        self.queue.put(request)

    def complete(self):
        self.queue.put(None)


def duplex(echo):
    turns = Turns()
    call = echo.Chat(iter(turns), timeout=PATIENCE)
    for i in range(50):
        turns.send(echo_pb2.Ping(text=f"turn {i}"))
        assert next(call).text == f"turn {i}"
    turns.complete()
    rest = [answer.text for answer in call]
    show(rest=rest, **ended(call))


def metadata(echo):
    sent = (("x-text", "plain, text"), ("x-bytes-bin", bytes(range(256))), ("x-trailer-text", "after"), ("x-trailer-bytes-bin", b"\xff"))
    _, call = echo.Say.with_call(echo_pb2.Ping(), metadata=sent, timeout=PATIENCE)
    headers, trailers = dict(call.initial_metadata()), dict(call.trailing_metadata())
    show(text=headers["x-text"], bytes=headers["x-bytes-bin"] == bytes(range(256)),
         trailer=trailers["x-trailer-text"], trailer_bytes=trailers["x-trailer-bytes-bin"] == b"\xff")


def status(echo):
    error = failed(lambda: echo.Fail(echo_pb2.Ping(count=5, text="50% of «Łódź»\nline 2", payload=DETAILS), timeout=PATIENCE))
    trailers = dict(error.trailing_metadata())
    show(details=trailers["grpc-status-details-bin"] == DETAILS, reason=trailers["x-reason"], **ended(error))


def fail_after(echo):
    call = echo.FailAfter(echo_pb2.Ping(count=3), timeout=PATIENCE)
    received = 0
    try:
        for _ in call:
            received += 1
    except grpc.RpcError:
        pass
    show(received=received, sent=dict(call.trailing_metadata())["x-sent"], **ended(call))


def exception(echo):
    error = failed(lambda: echo.Throw(echo_pb2.Ping(), timeout=PATIENCE))
    show(code=error.code().value[0], leaks="secret" in error.details())


def unimplemented(echo):
    missing = failed(lambda: echo.Missing(echo_pb2.Ping(), timeout=PATIENCE))
    absent = failed(lambda: echo_pb2_grpc.AbsentStub(echo.channel).Say(echo_pb2.Ping(), timeout=PATIENCE))
    show(method=missing.code().value[0], service=absent.code().value[0])


def deadline(echo):
    show(code=failed(lambda: echo.Hang(echo_pb2.Ping(), timeout=2)).code().value[0])


def cancel(echo):
    turns = Turns()
    call = echo.Stall(iter(turns), timeout=PATIENCE)
    next(call)
    call.cancel()
    turns.complete()
    show(code=call.code().value[0])


def early_end(echo):
    turns = Turns()
    call = echo.TakeOne.future(iter(turns), timeout=PATIENCE)
    turns.send(echo_pb2.Ping(text="first"))
    text = call.result().text
    turns.complete()
    show(text=text, code=call.code().value[0])


def gzip(echo):
    payload = bytes(50000)
    same = echo.Say(echo_pb2.Ping(payload=payload), timeout=PATIENCE).payload == payload
    streamed = sum(answer.payload == payload for answer in echo.Repeat(echo_pb2.Ping(payload=payload, count=3), timeout=PATIENCE))
    show(same=same, streamed=streamed)


def too_large(echo):
    request = failed(lambda: echo.Say(echo_pb2.Ping(payload=bytes(2_000_000)), timeout=PATIENCE))
    show(code=request.code().value[0])


def flood(echo):
    """Reads one response, then none until the test says so; unary calls prove that the connection lives meanwhile."""
    call = echo.Flood(echo_pb2.Ping(payload=bytes(16 * 1024)), timeout=PATIENCE)
    next(call)
    for _ in range(200):
        echo.Say(echo_pb2.Ping(), timeout=PATIENCE)
    show(paused=True)
    sys.stdin.readline()
    received = [next(call).index for _ in range(3000)]
    call.cancel()
    show(ordered=received == list(range(1, 3001)))


def main():
    address, scenario = sys.argv[1:]
    compression = grpc.Compression.Gzip if scenario == "gzip" else None
    with grpc.insecure_channel(address, compression=compression) as channel:
        echo = echo_pb2_grpc.EchoStub(channel)
        echo.channel = channel
        globals()[scenario](echo)


main()
