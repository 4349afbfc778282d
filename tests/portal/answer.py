# SPDX-License-Identifier: MIT
"""What goes back: results, errors with their statuses, and the bytes of an HTTP answer."""
import gzip

from encoding import dumps

# code: HTTP status, English, Russian
ERRORS = {
    "NO_AUTH_FOUND": (401, "Wrong authorization data", "Неверные данные авторизации"),
    "expired_token": (401, "The access token provided has expired.", "Токен истёк."),
    "insufficient_scope": (403, "The request requires higher privileges than provided by the "
                                "access token", "Недостаточно прав"),
    "ERROR_METHOD_NOT_FOUND": (404, "Method not found!", "Method not found!"),
    "INVALID_REQUEST": (400, "Https required.", "Https required."),
    "QUERY_LIMIT_EXCEEDED": (503, "Too many requests", "Слишком много запросов"),
    "OPERATION_TIME_LIMIT": (429, "Method is blocked due to operation time limit.",
                             "Method is blocked due to operation time limit."),
    "OVERLOAD_LIMIT": (503, "REST API is blocked due to overload.",
                       "REST API is blocked due to overload."),
    "ERROR_BATCH_LENGTH_EXCEEDED": (400, "Max batch length exceeded", "Max batch length exceeded"),
    "ERROR_BATCH_METHOD_NOT_ALLOWED": (405, "Method is not allowed for batch usage",
                                       "Method is not allowed for batch usage"),
    "ACCESS_DENIED": (400, "You cannot open this conversation as you do not have sufficient rights",
                      "Вы не можете открыть этот разговор, т.к. у вас недостаточно прав"),
    "ACCESS_ERROR": (403, "You do not have access to the specified dialog",
                     "У вас нет доступа к указанному диалогу"),
    "MISSING_REQUIRED_PARAM": (400, "Session ID or Chat ID must be provided",
                               "Session ID or Chat ID must be provided"),
    "INVALID_SESSION_ID": (400, "Unable to determine session ID from provided parameters",
                           "Unable to determine session ID from provided parameters"),
    "TARIFF_RESTRICTION": (400, "Not available on the current plan", "Недоступно на вашем тарифе"),
    "DIALOG_ID_EMPTY": (400, "Dialog ID can't be empty", "Не передан идентификатор диалога"),
    "CHAT_ID_EMPTY": (400, "Chat ID can't be empty", "Не передан идентификатор чата"),
    "WRONG_ENCODING": (400, "Wrong request encoding", "Wrong request encoding"),
    "METHOD_CONFIRM_WAITING": (401, "Waiting for confirmation", "Waiting for confirmation"),
    "PORTAL_DELETED": (403, "Portal was deleted", "Portal was deleted"),
    "INTERNAL_SERVER_ERROR": (500, "Internal server error", "Internal server error"),
}
REASONS = {200: "OK", 206: "Partial Content", 302: "Found", 400: "Bad Request",
           401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
           416: "Range Not Satisfiable", 429: "Too Many Requests", 500: "Internal Server Error",
           502: "Bad Gateway", 503: "Service Unavailable"}
JSON = "application/json; charset=utf-8"
LEAST_PACKED = 256


class Error(Exception):
    """A portal's error. more: members of the body besides."""

    def __init__(self, code, description=None, status=None, **more):
        super().__init__(code)
        row = ERRORS.get(code, (400, code, code))
        self.code, self.texts = code, (description,) * 2 if description is not None else row[1:]
        self.status, self.more = status or row[0], more

    def body(self, language):
        text = self.texts[1 if language == "ru" else 0]
        return {"error": self.code, "error_description": text, **self.more}


class Answer:
    """send: a function (sock, answer) that writes in place of the usual, for faults."""

    def __init__(self, body=b"", status=200, kind=JSON, headers=()):
        self.body = dumps(body).encode() if isinstance(body, (dict, list)) else body
        self.status, self.kind, self.headers = status, kind, list(headers)
        self.encoding, self.send, self.keep = None, None, True

    def pack(self):
        if self.encoding is None and len(self.body) >= LEAST_PACKED:
            self.body, self.encoding = gzip.compress(self.body, 1), "gzip"

    def head(self, length=None):
        lines = [f"HTTP/1.1 {self.status} {REASONS.get(self.status, 'Error')}",
                 f"Content-Type: {self.kind}", "Server: nginx"]
        if length != "":
            lines.append(f"Content-Length: {len(self.body) if length is None else length}")
        if self.encoding:
            lines.append(f"Content-Encoding: {self.encoding}")
        lines += [f"{name}: {value}" for name, value in self.headers]
        lines.append("Connection: " + ("keep-alive" if self.keep else "close"))
        return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"
