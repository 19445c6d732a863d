-- Sends each prepared form once: path and key, one a line of the file named on the command line.
local counter = 0
local threads = {}

function setup(thread)
  thread:set("number", counter)
  counter = counter + 1
  table.insert(threads, thread)
end

function init(args)
  paths, keys, sent, refused = {}, {}, 0, 0
  local line = 0
  for text in io.lines(args[1]) do
    if line % tonumber(args[3]) == number then
      local path, key = text:match("(%S+) (%S+)")
      table.insert(paths, path)
      table.insert(keys, key)
    end
    line = line + 1
  end
  wrk.method = "POST"
  wrk.headers["Cookie"] = "session=" .. args[2]
  wrk.headers["Origin"] = wrk.scheme .. "://" .. wrk.host .. ":" .. wrk.port
  wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
end

function request()
  sent = sent + 1
  if sent > #paths then
    ran_out = true
    return wrk.format("GET", "/signin")
  end
  return wrk.format(nil, paths[sent], nil, "answer=different&key=" .. keys[sent])
end

function response(status, headers, body)
  local where = headers["Location"] or ""
  if status ~= 302 or not where:find("/submitted") then
    refused = refused + 1
  end
end

function done(summary, latency, requests)
  local refusals, out = 0, false
  for _, thread in ipairs(threads) do
    refusals = refusals + thread:get("refused")
    out = out or thread:get("ran_out") == true
  end
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.timeout
  io.write(string.format("REFUSED %d FAILED %d OUT %s\n", refusals, failed, tostring(out)))
end
