"""grpcio as a server: the echo service for our client. Prints its port, then what it notices; ends when its input does."""
import sys
import threading
from concurrent import futures

import grpc

import echo_pb2
import echo_pb2_grpc

CODES = {code.value[0]: code for code in grpc.StatusCode}


def notice(what):
    print(what, flush=True)


def echo_metadata(context):
    sent = [entry for entry in context.invocation_metadata() if entry[0].startswith("x-")]
    trailers = [entry for entry in sent if entry[0].startswith("x-trailer-")]
    context.send_initial_metadata([entry for entry in sent if entry not in trailers])
    context.set_trailing_metadata(trailers)


def answer(request, index=0):
    return echo_pb2.Pong(text=request.text, index=index, payload=request.payload)


def wait_until_given_up(context):
    given_up = threading.Event()
    if not context.add_callback(given_up.set):
        given_up.set()
    given_up.wait(60)
    notice("given up")


class Echo(echo_pb2_grpc.EchoServicer):
    def Say(self, request, context):
        echo_metadata(context)
        return answer(request)

    def Repeat(self, request, context):
        echo_metadata(context)
        for index in range(request.count):
            yield answer(request, index)

    def Gather(self, request_iterator, context):
        texts = [request.text for request in request_iterator]
        return echo_pb2.Pong(text=",".join(texts), index=len(texts))

    def Chat(self, request_iterator, context):
        echo_metadata(context)
        index = 0
        for request in request_iterator:
            yield answer(request, index)
            index += 1
        yield echo_pb2.Pong(text="bye", index=index)

    def Fail(self, request, context):
        context.set_trailing_metadata((("x-reason", "asked"), ("grpc-status-details-bin", request.payload)))
        context.abort(CODES[request.count], request.text)

    def FailAfter(self, request, context):
        for index in range(request.count):
            yield answer(request, index)
        context.abort(grpc.StatusCode.ABORTED, "enough")

    def Throw(self, request, context):
        raise ValueError("unexpected")

    def Hang(self, request, context):
        notice("hanging")
        wait_until_given_up(context)
        return echo_pb2.Pong()

    def Stall(self, request_iterator, context):
        # Told before the answer: a call that is given up as soon as it is read is not come back to.
        given_up = threading.Event()

        def end():
            notice("given up")
            given_up.set()

        if not context.add_callback(end):
            end()
        yield echo_pb2.Pong()
        given_up.wait(60)

    def Flood(self, request, context):
        index = 0
        while context.is_active():
            yield answer(request, index)
            index += 1

    def TakeOne(self, request_iterator, context):
        return answer(next(request_iterator))


def main():
    server = grpc.server(
        futures.ThreadPoolExecutor(max_workers=16),
        options=(("grpc.max_receive_message_length", 4_000_000),),
        compression=grpc.Compression.Gzip if "gzip" in sys.argv else None)
    echo_pb2_grpc.add_EchoServicer_to_server(Echo(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    notice(port)
    sys.stdin.read()
    server.stop(None)


main()
