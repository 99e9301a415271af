-- Sends the requests of a file in turns: method, path, headers, body, separated by tabs.
local requests = {}
local at = 0

function init()
  for line in io.lines(os.getenv("LOAD_REQUESTS")) do
    local method, path, pairs_, body = line:match("^([^\t]*)\t([^\t]*)\t([^\t]*)\t(.*)$")
    local headers = {}
    for pair in pairs_:gmatch("[^\1]+") do
      local name, value = pair:match("^(.-): (.*)$")
      headers[name] = value
    end
    requests[#requests + 1] = wrk.format(method, path, headers, body ~= "" and body or nil)
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end
