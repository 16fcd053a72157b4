// A FIX 4.4 acceptor made of Debian's QuickFIX (libquickfix-dev), which nobody here wrote: our initiator must get on
// with it, and its speed is what ours is measured against (perf/HybridGpu.LoadTests). It checks every message against
// the dictionary and keeps what it sends in files, as QuickFIX does.
//
//   quickfix_acceptor PORT COMPID DICTIONARY STORE
//
// Each NewOrderSingle is answered by an ExecutionReport (150=0), but for ClOrdIDs that begin with
//   LATE   the report is sent when the session is over: the client finds it by a ResendRequest
//   SINK   no report: one-way load
//
// Prints `listening` when it takes connections, and `logon out=N in=N` and `logout` as they come. It runs until it is
// killed, at most ten minutes: nobody who forgets it keeps it for ever.

#include <quickfix/FileStore.h>
#include <quickfix/Session.h>
#include <quickfix/SessionSettings.h>
#include <quickfix/SocketAcceptor.h>
#include <quickfix/fix44/ExecutionReport.h>
#include <quickfix/fix44/NewOrderSingle.h>
#include <unistd.h>

#include <iostream>
#include <string>
#include <vector>

namespace {

constexpr unsigned LifeSeconds = 600;

bool beginsWith(const std::string& text, const char* prefix) { return text.rfind(prefix, 0) == 0; }

class Echo : public FIX::NullApplication {
public:
    void onLogon(const FIX::SessionID& id) override {
        FIX::Session* session = FIX::Session::lookupSession(id);
        say("logon out=" + std::to_string(session->getExpectedSenderNum()) +
            " in=" + std::to_string(session->getExpectedTargetNum()));
    }

    void onLogout(const FIX::SessionID& id) override {
        say("logout");
        for (FIX44::ExecutionReport& report : late_) {
            FIX::Session::sendToTarget(report, id);
        }
        late_.clear();
    }

    void fromApp(const FIX::Message& message,
                 const FIX::SessionID& id) throw(FIX::FieldNotFound, FIX::IncorrectDataFormat, FIX::IncorrectTagValue,
                                                 FIX::UnsupportedMessageType) override {
        FIX::MsgType type;
        message.getHeader().getField(type);
        if (type.getValue() != FIX::MsgType_NewOrderSingle) {
            throw FIX::UnsupportedMessageType();
        }
        const std::string& clOrdId = message.getField(FIX::FIELD::ClOrdID);
        if (beginsWith(clOrdId, "SINK")) {
            return;
        }
        FIX44::ExecutionReport report = reportOf(message, clOrdId);
        if (beginsWith(clOrdId, "LATE")) {
            late_.push_back(report);
        } else {
            FIX::Session::sendToTarget(report, id);
        }
    }

private:
    static void say(const std::string& line) { std::cout << line + "\n" << std::flush; }

    FIX44::ExecutionReport reportOf(const FIX::Message& order, const std::string& clOrdId) {
        const std::string id = std::to_string(++reportCount_);
        FIX44::ExecutionReport report{FIX::OrderID(id),
                                      FIX::ExecID(id),
                                      FIX::ExecType(FIX::ExecType_NEW),
                                      FIX::OrdStatus(FIX::OrdStatus_NEW),
                                      FIX::Side(FIX::Side_BUY),
                                      FIX::LeavesQty(1),
                                      FIX::CumQty(0),
                                      FIX::AvgPx(0)};
        report.set(FIX::ClOrdID(clOrdId));
        report.setField(FIX::FIELD::Side, order.getField(FIX::FIELD::Side));
        report.setField(FIX::FIELD::Symbol, order.getField(FIX::FIELD::Symbol));
        report.setField(FIX::FIELD::LeavesQty, order.getField(FIX::FIELD::OrderQty));
        return report;
    }

    long reportCount_ = 0;
    std::vector<FIX44::ExecutionReport> late_;
};

FIX::SessionSettings settings(int port, const char* compId, const char* dictionary, const char* store) {
    FIX::Dictionary values;
    values.setString(FIX::CONNECTION_TYPE, "acceptor");
    values.setInt(FIX::SOCKET_ACCEPT_PORT, port);
    values.setString(FIX::START_TIME, "00:00:00");
    values.setString(FIX::END_TIME, "00:00:00");
    values.setString(FIX::FILE_STORE_PATH, store);
    values.setBool(FIX::USE_DATA_DICTIONARY, true);
    values.setString(FIX::DATA_DICTIONARY, dictionary);
    values.setBool(FIX::VALIDATE_FIELDS_OUT_OF_ORDER, true);
    values.setBool(FIX::VALIDATE_FIELDS_HAVE_VALUES, true);
    values.setBool(FIX::VALIDATE_USER_DEFINED_FIELDS, true);
    FIX::Dictionary shared;
    shared.setBool(FIX::SOCKET_NODELAY, true);
    shared.setBool(FIX::SOCKET_REUSE_ADDRESS, true);
    FIX::SessionSettings all;
    all.set(shared);
    all.set(FIX::SessionID("FIX.4.4", "HYBRIDGPU", compId), values);
    return all;
}

int run(int port, const char* compId, const char* dictionary, const char* store) {
    const FIX::SessionSettings all = settings(port, compId, dictionary, store);
    Echo echo;
    FIX::FileStoreFactory stores(all);
    FIX::SocketAcceptor acceptor(echo, stores, all);
    acceptor.start();
    std::cout << "listening\n" << std::flush;
    sleep(LifeSeconds);
    acceptor.stop(true);
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 5) {
        std::cerr << "usage: quickfix_acceptor PORT COMPID DICTIONARY STORE" << std::endl;
        return 2;
    }
    try {
        return run(std::stoi(argv[1]), argv[2], argv[3], argv[4]);
    } catch (const std::exception& problem) {
        std::cerr << problem.what() << std::endl;
        return 2;
    }
}
