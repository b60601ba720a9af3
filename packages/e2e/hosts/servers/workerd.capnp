using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [(name = "desk", worker = .desk)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "desk")],
);

const desk :Workerd.Worker = (
  modules = [
    (name = "worker.mjs", esModule = embed "worker.mjs"),
    (name = "desk.mjs", esModule = embed "../dist/desk.mjs"),
  ],
  compatibilityDate = "2026-11-01",
);
