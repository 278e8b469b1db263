#include "http/server.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <deque>
#include <filesystem>
#include <fstream>
#include <future>
#include <mutex>
#include <stdexcept>

namespace luoshi::http {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

/// A client that sends exactly what it is told.
class RawClient {
public:
    explicit RawClient(unsigned short port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const timeval patience{5, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    }
    ~RawClient() { ::close(socket_); }
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    bool connected() const { return connected_; }

    RawClient& send(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) {
                break;
            }
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return *this;
    }
    /// One more reply, head and body by Content-Length; empty when the server closed.
    std::string reply(bool without_body = false) {
        std::size_t head_end = std::string::npos;
        while ((head_end = received_.find("\r\n\r\n")) == std::string::npos) {
            if (!receive()) {
                return {};
            }
        }
        std::size_t size = head_end + 4;
        const std::size_t length = received_.find("Content-Length: ");
        if (length < head_end && !without_body) {
            size += std::stoul(received_.substr(length + 16));
        }
        while (received_.size() < size) {
            if (!receive()) {
                return "cut: " + received_;
            }
        }
        std::string text = received_.substr(0, size);
        received_.erase(0, size);
        return text;
    }
    /// The server has closed and sent nothing more.
    bool is_closed() { return received_.empty() && !receive(); }

private:
    bool receive() {
        char buffer[65536];
        const ssize_t size = ::recv(socket_, buffer, sizeof buffer, 0);
        if (size < 0 && errno == EAGAIN) {
            throw std::runtime_error("the server neither answers nor closes");
        }
        if (size <= 0) {
            return false;
        }
        received_.append(buffer, static_cast<std::size_t>(size));
        return true;
    }

    int socket_;
    bool connected_ = false;
    std::string received_;
};

std::string get(std::string_view target, std::string_view headers = {}) {
    return fmt::format("GET {} HTTP/1.1\r\nHost: luoshi\r\n{}\r\n", target, headers);
}
std::string post(std::string_view target, std::string_view body, std::string_view headers = {}) {
    return fmt::format("POST {} HTTP/1.1\r\nHost: luoshi\r\nContent-Length: {}\r\n{}\r\n{}", target, body.size(), headers, body);
}

class HttpServer : public testing::Test {
protected:
    HttpServer() {
        folder = std::filesystem::temp_directory_path() / fmt::format("luoshi-http-{}", ::getpid());
        std::filesystem::create_directories(folder);
        settings.port = 0;
        settings.workers = 2;
        settings.spool_folder = folder / "spool";
        settings.header_timeout_seconds = 1;
        settings.body_timeout_seconds = 1;
        add(Method::Get, "/api/echo/{word}", [](const Request& request) -> base::Result<Response> {
            return Response::json(fmt::format("\"{} {}\"", request.param("word"), request.query_value("q").value_or("-")));
        });
        Route& cached = add(Method::Get, "/api/cached",
                            [text = std::make_shared<const std::string>(20'000, 'x')](const Request&) -> base::Result<Response> {
                                Response response;
                                response.shared_body = text;
                                response.with("Cache-Control", "private, max-age=5");
                                return response;
                            });
        cached.run_on = RunOn::IoThread;
        Route& text = add(Method::Post, "/api/text", [](const Request& request) -> base::Result<Response> {
            return Response::json(fmt::format("{}:{}", request.body.size(), request.body.substr(0, 20)), 201);
        });
        text.body = Body::Memory;
        text.body_limit = 100'000;
        Route& file = add(Method::Post, "/api/file", [this](const Request& request) -> base::Result<Response> {
            std::filesystem::rename(request.body_file, folder / "kept");
            return Response::json(std::to_string(request.body_size));
        });
        file.body = Body::File;
        file.body_limit = 3'000'000;
        file.permission = "session";
        Route& looked_at = add(Method::Put, "/api/file", [](const Request& request) -> base::Result<Response> {
            std::ifstream in{request.body_file};
            return Response::json(std::string{std::istreambuf_iterator<char>{in}, {}});
        });
        looked_at.body = Body::File;
        add(Method::Get, "/api/file", [this](const Request&) -> base::Result<Response> {
            Response response;
            response.content_type = "application/pdf";
            response.file = folder / "sent";
            return response;
        });
        add(Method::Get, "/api/wait", [this](const Request&) -> base::Result<Response> {
            ++waiting;
            release.get_future().wait();
            return Response::json("\"done\"");
        });
        add(Method::Get, "/api/fault", [](const Request&) -> base::Result<Response> { throw std::runtime_error("secret"); });
    }
    ~HttpServer() override {
        server.reset();
        std::filesystem::remove_all(folder);
    }

    Route& add(Method method, std::string pattern, std::function<base::Result<Response>(const Request&)> handler) {
        return table.emplace_back(Route{
            .method = method, .pattern = std::move(pattern), .permission = "public", .summary = "试。", .handler = std::move(handler)});
    }
    unsigned short start() {
        for (const Route& route : table) {
            router.add(route);
        }
        router.set_gate([](Request& request, const Route& route) -> base::Status {
            if (route.permission == "session" && request.cookie("session") != "good") {
                return base::Error{base::Category::Unauthenticated, "session.missing", "请先登录。", {}, {}};
            }
            return base::Done{};
        });
        router.set_files(web);
        server = std::make_unique<Server>(router, settings);
        server->start();
        return server->port();
    }
    std::vector<std::string> spooled() const {
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::recursive_directory_iterator{settings.spool_folder}) {
            if (entry.path().extension() == ".part") {
                names.push_back(entry.path().filename());
            }
        }
        return names;
    }
    /// Waits for what another thread is about to bring about; false after five seconds.
    template <class Condition>
    static bool soon(Condition condition) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{5};
        while (!condition() && std::chrono::steady_clock::now() < end) {
            std::this_thread::yield();
        }
        return condition();
    }

    static constexpr base::EmbeddedFile web[] = {{"index.html", "<html>"}};
    std::filesystem::path folder;
    Settings settings;
    std::deque<Route> table;
    Router router;
    std::atomic<int> waiting{0};
    std::promise<void> release;
    std::unique_ptr<Server> server;
};

TEST_F(HttpServer, AnswersOneRequestAfterAnotherOnOneConnection) {
    RawClient client{start()};
    EXPECT_THAT(client.send(get("/api/echo/%E7%9B%90%E5%B1%B1?q=1")).reply(),
                AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), HasSubstr("\"盐山 1\"")));
    EXPECT_THAT(client.send(get("/api/nothing")).reply(), StartsWith("HTTP/1.1 404 "));
    EXPECT_THAT(client.send(get("/api/fault")).reply(), AllOf(StartsWith("HTTP/1.1 500 "), Not(HasSubstr("secret"))));
    EXPECT_THAT(client.send(get("/tasks/7")).reply(), HasSubstr("<html>"));
    EXPECT_THAT(client.send(get("/api/echo/last", "Connection: close\r\n")).reply(),
                AllOf(HasSubstr("\"last -\""), HasSubstr("Connection: close")));
    EXPECT_TRUE(client.is_closed());
}

TEST_F(HttpServer, AsksAWorkerOnlyForWhatTheCacheDoesNotHave) {
    std::atomic<int> computed{0};
    Route& remembered = add(Method::Get, "/api/remembered/{word}", [&](const Request& request) -> base::Result<Response> {
        ++computed;
        return Response::json(fmt::format("\"computed {}\"", request.param("word")));
    });
    remembered.run_on = RunOn::IoThread;
    remembered.permission = "session";
    remembered.cached = [](const Request& request) {
        return request.param("word") == "known" ? std::optional{Response::json("\"cached\"")} : std::nullopt;
    };
    RawClient client{start()};
    EXPECT_THAT(client.send(get("/api/remembered/known")).reply(), StartsWith("HTTP/1.1 401 ")) << "the gate comes first";
    const std::string_view good = "Cookie: session=good\r\n";
    EXPECT_THAT(client.send(get("/api/remembered/known", good)).reply(), HasSubstr("\"cached\""));
    EXPECT_EQ(computed, 0);
    EXPECT_THAT(client.send(get("/api/remembered/new", good)).reply(), HasSubstr("\"computed new\""));
    EXPECT_EQ(computed, 1);
}

TEST_F(HttpServer, AGateThatMustWaitIsAskedAgainByAWorker) {
    RawClient client{start()};
    std::vector<std::thread::id> asked_on;
    router.set_gate([&](Request& request, const luoshi::http::Route&) -> base::Status {
        asked_on.push_back(std::this_thread::get_id());
        if (!request.may_wait) {
            request.wants_worker = true;
            return base::forbidden("permission.denied", "waiting");
        }
        return request.header("x-admit").empty() ? base::Status{base::forbidden("permission.denied", "recorded")} : base::Done{};
    });
    EXPECT_THAT(client.send(get("/api/cached")).reply(), HasSubstr("recorded"));
    ASSERT_EQ(asked_on.size(), 2U);
    EXPECT_TRUE(asked_on[0] != asked_on[1]);
    EXPECT_THAT(client.send(get("/api/cached", "X-Admit: yes\r\n")).reply(), StartsWith("HTTP/1.1 200 "));
}

TEST_F(HttpServer, AnswersAThousandPipelinedRequestsInOrder) {
    RawClient client{start()};
    std::string all;
    for (int i = 0; i < 1000; ++i) {
        all += i % 3 == 0 ? post("/api/text", std::to_string(i)) : get(fmt::format("/api/echo/{}", i));
    }
    std::thread sender{[&] { client.send(all); }};
    for (int i = 0; i < 1000; ++i) {
        const std::string body = i % 3 == 0 ? fmt::format("\r\n\r\n{}:{}", std::to_string(i).size(), i) : fmt::format("\"{} -\"", i);
        ASSERT_THAT(client.reply(), HasSubstr(body)) << i;
    }
    sender.join();
}

TEST_F(HttpServer, RefusesWhatIsNotExactlyHttp) {
    const unsigned short port = start();
    const std::vector<std::pair<const char*, std::string>> malformed{
        {"conflicting lengths", "POST /api/text HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc"},
        {"list of conflicting lengths", "POST /api/text HTTP/1.1\r\nHost: a\r\nContent-Length: 3, 4\r\n\r\nabc"},
        {"negative length", "POST /api/text HTTP/1.1\r\nHost: a\r\nContent-Length: -3\r\n\r\n"},
        {"length and chunked", "POST /api/text HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
        {"chunked and length", "POST /api/text HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n"},
        {"chunked twice",
         "POST /api/text HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
        {"another encoding", "POST /api/text HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n"},
        {"chunked in HTTP/1.0", "POST /api/text HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
        {"bare LF", "GET /api/echo/a HTTP/1.1\nHost: a\n\n"},
        {"bare LF after a header", "GET /api/echo/a HTTP/1.1\r\nHost: a\nX: y\r\n\r\n"},
        {"no Host", "GET /api/echo/a HTTP/1.1\r\n\r\n"},
        {"two Hosts", "GET /api/echo/a HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"},
        {"space before the colon", "GET /api/echo/a HTTP/1.1\r\nHost : a\r\n\r\n"},
        {"broken escape", "GET /api/echo/%zz HTTP/1.1\r\nHost: a\r\n\r\n"},
        {"chunk size that is no number", "POST /api/text HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nabc\r\n0\r\n\r\n"},
        {"not HTTP", "\x16\x03\x01\x02\x00\x01\x00\r\n\r\n"},
        {"another version", "GET /api/echo/a HTTP/2.0\r\nHost: a\r\n\r\n"},
    };
    for (const auto& [what, bytes] : malformed) {
        RawClient client{port};
        EXPECT_THAT(client.send(bytes).reply(), AllOf(StartsWith("HTTP/1.1 400 Bad Request\r\n"), HasSubstr("Connection: close"))) << what;
        EXPECT_TRUE(client.is_closed()) << what;
    }
}

TEST_F(HttpServer, RefusesMethodsItDoesNotKnow) {
    const unsigned short port = start();
    EXPECT_THAT(RawClient{port}.send("BREW /api/text HTTP/1.1\r\nHost: a\r\n\r\n").reply(), StartsWith("HTTP/1.1 501 "));
    EXPECT_THAT(RawClient{port}.send(post("/api/cached", "")).reply(),
                AllOf(StartsWith("HTTP/1.1 405 "), HasSubstr("Allow: GET, HEAD\r\n")));
}

TEST_F(HttpServer, RefusesATooLargeBodyBeforeItIsSent) {
    RawClient client{start()};
    client.send("POST /api/text HTTP/1.1\r\nHost: a\r\nContent-Length: 100001\r\n\r\n");
    EXPECT_THAT(client.reply(), AllOf(StartsWith("HTTP/1.1 413 "), HasSubstr("100000 字节")));
    EXPECT_TRUE(client.is_closed());
}

TEST_F(HttpServer, RefusesATooLargeBodyOfUnknownLengthAtItsLimit) {
    RawClient client{start()};
    client.send("POST /api/text HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 11; ++i) {
        client.send("2710\r\n" + std::string(10'000, 'a') + "\r\n");
    }
    EXPECT_THAT(client.reply(), StartsWith("HTTP/1.1 413 "));
}

TEST_F(HttpServer, RefusesAHugeHeadHoweverItIsCut) {
    const unsigned short port = start();
    RawClient one{port};
    EXPECT_THAT(one.send("GET /api/cached HTTP/1.1\r\nHost: a\r\nCookie: " + std::string(20'000, 'a') + "\r\n\r\n").reply(),
                StartsWith("HTTP/1.1 431 "));
    RawClient many{port};
    many.send("GET /api/cached HTTP/1.1\r\nHost: a\r\n");
    for (int i = 0; i < 400; ++i) {
        many.send("X-Header: " + std::string(60, 'a') + "\r\n");
    }
    EXPECT_THAT(many.reply(), StartsWith("HTTP/1.1 431 "));
}

TEST_F(HttpServer, ReadsABodyInChunksAndInPieces) {
    RawClient client{start()};
    client.send("POST /api/text HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;x=1\r\nhello\r\n");
    EXPECT_THAT(client.send("1\r\n!\r\n0\r\nTrailer: t\r\n\r\n").reply(), HasSubstr("6:hello!"));
    const std::string long_text(90'000, 'b');
    EXPECT_THAT(client.send(post("/api/text", long_text)).reply(), AllOf(StartsWith("HTTP/1.1 201 "), HasSubstr("90000:bbb")));
    EXPECT_THAT(client.send(post("/api/echo/a", "ignored")).reply(), StartsWith("HTTP/1.1 405 "));
}

TEST_F(HttpServer, AsksForTheBodyOnlyWhenItIsWanted) {
    const unsigned short port = start();
    RawClient client{port};
    client.send("POST /api/text HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(client.reply(), "HTTP/1.1 100 Continue\r\n\r\n");
    EXPECT_THAT(client.send("abc").reply(), HasSubstr("3:abc"));
    RawClient stranger{port};
    stranger.send("POST /api/file HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_THAT(stranger.reply(), StartsWith("HTTP/1.1 401 "));
    RawClient strange{port};
    EXPECT_THAT(strange.send(post("/api/text", "abc", "Expect: luck\r\n")).reply(), StartsWith("HTTP/1.1 417 "));
}

TEST_F(HttpServer, DropsClientsThatAreTooSlow) {
    const unsigned short port = start();
    RawClient in_head{port};
    RawClient in_body{port};
    RawClient upload{port};
    in_head.send("GET /api/cached HT");
    in_body.send("POST /api/text HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\na");
    upload.send("POST /api/file HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nCookie: session=good\r\n\r\na");
    EXPECT_TRUE(in_head.is_closed());
    EXPECT_TRUE(in_body.is_closed());
    EXPECT_TRUE(upload.is_closed());
    EXPECT_THAT(spooled(), IsEmpty());
    EXPECT_THAT(RawClient{port}.send(get("/api/echo/a")).reply(), HasSubstr("\"a -\""));
}

TEST_F(HttpServer, AnswersHeadLikeGetWithoutTheBody) {
    std::ofstream{folder / "sent"} << std::string(500'000, 'f');
    RawClient client{start()};
    for (const auto& [target, length] : {std::pair{"/api/cached", 20'000}, std::pair{"/tasks", 6}, std::pair{"/api/file", 500'000}}) {
        client.send(fmt::format("HEAD {} HTTP/1.1\r\nHost: a\r\n\r\n", target));
        EXPECT_THAT(client.reply(true), AllOf(StartsWith("HTTP/1.1 200 "), HasSubstr(fmt::format("Content-Length: {}\r\n", length))));
    }
    EXPECT_THAT(client.send(get("/api/echo/next")).reply(), StartsWith("HTTP/1.1 200 "));
}

TEST_F(HttpServer, SpeaksHttp10) {
    const unsigned short port = start();
    RawClient old{port};
    EXPECT_THAT(old.send("GET /api/echo/a HTTP/1.0\r\n\r\n").reply(), HasSubstr("\"a -\""));
    EXPECT_TRUE(old.is_closed());
    RawClient kept{port};
    EXPECT_THAT(kept.send("GET /api/echo/a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").reply(), HasSubstr("Connection: keep-alive"));
    EXPECT_THAT(kept.send("GET /api/echo/b HTTP/1.0\r\n\r\n").reply(), HasSubstr("\"b -\""));
}

TEST_F(HttpServer, PutsTheSecurityHeadersOnEveryAnswer) {
    const unsigned short port = start();
    for (const std::string& request :
         {get("/api/echo/a"), get("/api/none"), get("/"), get("/api/fault"), std::string{"BAD\r\n\r\n"}, post("/api/file", "x")}) {
        const std::string reply = RawClient{port}.send(request).reply();
        for (const char* header : {"Content-Security-Policy: default-src 'self';", "X-Content-Type-Options: nosniff",
                                   "Referrer-Policy: same-origin", "X-Request-Id: "}) {
            EXPECT_THAT(reply, HasSubstr(header)) << request;
        }
    }
    EXPECT_THAT(RawClient{port}.send(get("/api/echo/a")).reply(), HasSubstr("Cache-Control: no-store\r\n"));
    EXPECT_THAT(RawClient{port}.send(get("/api/cached")).reply(),
                AllOf(HasSubstr("Cache-Control: private, max-age=5\r\n"), Not(HasSubstr("no-store"))));
}

TEST_F(HttpServer, StreamsAnUploadToAFileOfTheHandler) {
    RawClient client{start()};
    std::string bytes;
    for (int i = 0; bytes.size() < 2'000'000; ++i) {
        bytes += std::to_string(i);
    }
    EXPECT_THAT(client.send(post("/api/file", bytes, "Cookie: session=good\r\n")).reply(), HasSubstr(std::to_string(bytes.size())));
    std::ifstream kept{folder / "kept"};
    EXPECT_EQ((std::string{std::istreambuf_iterator<char>{kept}, {}}), bytes);
    EXPECT_THAT(client.send("PUT /api/file HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n").reply(),
                HasSubstr("\r\n\r\nabc"));
    EXPECT_THAT(spooled(), IsEmpty());
}

TEST_F(HttpServer, NeverWritesTheBodyOfAStrangerToDisk) {
    RawClient client{start()};
    client.send("POST /api/file HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n" + std::string(500'000, 'x'));
    EXPECT_THAT(client.reply(), StartsWith("HTTP/1.1 401 "));
    EXPECT_THAT(spooled(), IsEmpty());
}

TEST_F(HttpServer, RemovesAnUploadThatIsTooLongOrBrokenOff) {
    const unsigned short port = start();
    RawClient client{port};
    client.send("POST /api/file HTTP/1.1\r\nHost: a\r\nCookie: session=good\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 31; ++i) {
        client.send("186A0\r\n" + std::string(100'000, 'a') + "\r\n");
    }
    EXPECT_THAT(client.reply(), AllOf(StartsWith("HTTP/1.1 413 "), HasSubstr("3000000 字节")));
    EXPECT_TRUE(soon([&] { return spooled().empty(); }));
    {
        RawClient gone{port};
        gone.send("POST /api/file HTTP/1.1\r\nHost: a\r\nCookie: session=good\r\nContent-Length: 1000000\r\n\r\n" +
                  std::string(600'000, 'a'));
        EXPECT_TRUE(soon([&] { return spooled().size() == 1; }));
    }
    EXPECT_TRUE(soon([&] { return spooled().empty(); }));
}

TEST_F(HttpServer, StreamsAFileToTheClient) {
    std::string bytes;
    for (int i = 0; bytes.size() < 1'500'000; ++i) {
        bytes += std::to_string(i);
    }
    std::ofstream{folder / "sent"} << bytes;
    RawClient client{start()};
    const std::string reply = client.send(get("/api/file")).reply();
    EXPECT_THAT(reply, HasSubstr("Content-Type: application/pdf\r\n"));
    EXPECT_TRUE(reply.ends_with("\r\n\r\n" + bytes));
    std::filesystem::remove(folder / "sent");
    EXPECT_THAT(client.send(get("/api/file")).reply(), StartsWith("HTTP/1.1 500 "));
    EXPECT_THAT(client.send(get("/api/cached")).reply(), HasSubstr(std::string(20'000, 'x')));
}

TEST_F(HttpServer, SaysItIsBusyWhenTheQueueIsFull) {
    settings.workers = 1;
    settings.queue_limit = 1;
    const unsigned short port = start();
    RawClient at_work{port};
    at_work.send(get("/api/wait"));
    ASSERT_TRUE(soon([&] { return waiting == 1; }));
    std::deque<RawClient> others;
    for (int i = 0; i < 3; ++i) {
        others.emplace_back(port).send(get("/api/echo/a", "Connection: close\r\n"));
    }
    EXPECT_THAT(RawClient{port}.send(get("/api/cached")).reply(), StartsWith("HTTP/1.1 200 "));
    release.set_value();
    EXPECT_THAT(at_work.reply(), HasSubstr("done"));
    int busy = 0;
    for (RawClient& other : others) {
        const std::string reply = other.reply();
        busy += reply.starts_with("HTTP/1.1 503 ") && reply.find("Retry-After: ") != std::string::npos ? 1 : 0;
    }
    EXPECT_EQ(busy, 2);
}

TEST_F(HttpServer, FinishesWhatIsInFlightBeforeItStops) {
    const unsigned short port = start();
    RawClient idle{port};
    idle.send(get("/api/echo/a")).reply();
    RawClient at_work{port};
    at_work.send(get("/api/wait"));
    ASSERT_TRUE(soon([&] { return waiting == 1; }));
    std::thread stopping{[&] { server->stop(); }};
    EXPECT_TRUE(idle.is_closed());
    EXPECT_FALSE(RawClient{port}.connected());
    release.set_value();
    EXPECT_THAT(at_work.reply(), AllOf(HasSubstr("done"), HasSubstr("Connection: close")));
    stopping.join();
}

TEST_F(HttpServer, TellsTheLogOfEachRequest) {
    std::mutex mutex;
    std::vector<std::string> lines;
    settings.on_request = [&](const RequestRecord& record) {
        const std::lock_guard lock{mutex};
        lines.push_back(fmt::format("{} {} {} {}", record.method, record.route, record.status, record.bytes));
    };
    RawClient client{start()};
    client.send(get("/api/echo/secret?q=secret")).reply();
    client.send(get("/api/none")).reply();
    client.send("X\r\n\r\n").reply();
    server->stop();
    EXPECT_THAT(lines, testing::ElementsAre("GET /api/echo/{word} 200 15", StartsWith("GET /api/none 404 "), StartsWith("?  400 ")));
}

TEST_F(HttpServer, ServesFromSeveralThreads) {
    settings.io_threads = 2;
    settings.workers = 4;
    const unsigned short port = start();
    std::atomic<int> right{0};
    std::vector<std::thread> clients;
    for (int i = 0; i < 8; ++i) {
        clients.emplace_back([&right, port, i] {
            RawClient client{port};
            for (int k = 0; k < 200; ++k) {
                const std::string word = fmt::format("{}-{}", i, k);
                right += client.send(get("/api/echo/" + word)).reply().find('"' + word + " -\"") != std::string::npos ? 1 : 0;
            }
        });
    }
    for (std::thread& client : clients) {
        client.join();
    }
    EXPECT_EQ(right, 1600);
}

TEST_F(HttpServer, SaysWhichPortIsTaken) {
    settings.port = start();
    Server second{router, settings};
    try {
        second.start();
        FAIL() << "two servers on one port";
    } catch (const std::runtime_error& fault) {
        EXPECT_THAT(fault.what(), HasSubstr(fmt::format("端口 {}", settings.port)));
    }
}

TEST_F(HttpServer, CleansUpAtTheStartWhatAKilledProcessLeftButNotTheUploadsOfALivingOne) {
    int ready[2];
    ASSERT_EQ(::pipe(ready), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        const unsigned short port = start();
        if (::write(ready[1], &port, sizeof port) == sizeof port) {
            ::pause();
        }
        ::_exit(0);
    }
    unsigned short port = 0;
    ASSERT_EQ(::read(ready[0], &port, sizeof port), static_cast<ssize_t>(sizeof port));
    RawClient client{port};
    client.send("POST /api/file HTTP/1.1\r\nHost: a\r\nCookie: session=good\r\nContent-Length: 1000000\r\n\r\n" +
                std::string(600'000, 'a'));
    EXPECT_TRUE(soon([&] { return spooled().size() == 1; }));
    start();
    EXPECT_EQ(spooled().size(), 1U) << "another server on the same evidence";
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    EXPECT_EQ(spooled().size(), 1U);
    server = std::make_unique<Server>(router, settings);
    server->start();
    EXPECT_THAT(spooled(), IsEmpty());
    server.reset();
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator{settings.spool_folder}, {}), 1) << "only the lock to take turns by";
    ::close(ready[0]);
    ::close(ready[1]);
}

}  // namespace
}  // namespace luoshi::http
