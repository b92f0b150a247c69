"""Settings of the crawl. Every default of Scrapy 2.19 that is unsafe, impolite or slow stands here, changed."""

from __future__ import annotations

import gc
import importlib
import os

from spiders.first_moments import tell_of_stops

tell_of_stops()  # the first of ours that a command loads; the others take a second
# Python's own looks for garbage after 700 new objects, which took a sixth of a crawl and found next to nothing: what
# ends here is let go by whoever held it. All objects are still looked at once in a million.
gc.set_threshold(10_000, 10, 10)
# It looks who imports it, through all modules and up the stack: half a second from within the import of the commands.
importlib.import_module("scrapy.core.downloader.contextfactory")

BOT_NAME = "stet"
SPIDER_LOADER_CLASS = "spiders.loader.SiteLoader"
COMMANDS_MODULE = "spiders.commands"

# Where it is remembered. -s STET_DATABASE=... or the environment variable; the archive is a folder beside it.
STET_DATABASE = os.environ.get("STET_DATABASE", "data/stet.db")

# A folder of Full-Text RSS site configs (example.com.txt), used for hosts that no site file names.
STET_FTR_FOLDER = os.environ.get("STET_FTR_FOLDER", "")

# Who asks. An outlet that minds must be able to reach a person: an e-mail address or a page that gives one.
STET_CONTACT = os.environ.get("STET_CONTACT", "")
USER_AGENT = "Stet/0.1 (news archive)"  # the contact is added to it, see spiders.politeness.identity

# A service that signs when an archive file was there (RFC 3161), for scrapy stamp.
STET_TIMESTAMP_SERVICE = os.environ.get("STET_TIMESTAMP_SERVICE", "")

# Crawls on several machines (scrapy fleet): where PostgreSQL is, and a folder or bucket that all of them reach.
STET_FLEET_DSN = os.environ.get("STET_FLEET_DSN", "")
STET_FLEET_STORAGE = os.environ.get("STET_FLEET_STORAGE", "")

# Reading pages, in processes of their own.
STET_WORKERS = os.cpu_count() or 1
STET_PAGE_SECONDS = 30
STET_PAGE_MEMORY = 2 * 2**30

# How much of one site a run may ask for.
STET_PAGES_PER_RUN = 1000
STET_REVISITS_PER_RUN = 100
STET_STYLE_SHEETS = 20  # that are archived with the pages that link them; 0: none
STET_PACE = 1.0  # multiplies how long pages rest before they are looked at again; 0: each page in every run
STET_SPARE_QUIET_LISTS = False  # scrapy due turns it on: feeds that do not move are asked for less often

# Politeness.
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "Stet"
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_REQUESTS = 64  # of all hosts together; requests that wait for their host's delay count
DOWNLOAD_DELAY = 1.0
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
STET_HONOUR_OPT_OUTS = True  # pages that say noarchive, noai or tdm-reservation are not kept
STET_LONGEST_WAIT = 120  # seconds; a host whose Retry-After is longer is left alone for the rest of the run
COOKIES_ENABLED = False
REFERER_ENABLED = False
DEFAULT_REQUEST_HEADERS = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}

# Bounds.
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 16 * 2**20
DOWNLOAD_WARNSIZE = 0
REDIRECT_MAX_TIMES = 8
RETRY_TIMES = 2
RETRY_GIVE_UP_LOG_LEVEL = "DEBUG"  # the store has the reason
DOWNLOAD_VERIFY_CERTIFICATES = True
HTTPERROR_ALLOW_ALL = True  # a 404 is stored with its reason, not dropped

# Nobody gets in: pages and feeds cannot send us to addresses of this machine or network (True for tests on loopback),
# nothing of ours listens on a port, no other schemes.
STET_ALLOW_PRIVATE = False
TWISTED_DNS_RESOLVER = "spiders.web.ssrf_guard.PublicResolver"
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False
DOWNLOAD_HANDLERS = {
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
    "http": "spiders.downloading.handler.CountingDownloadHandler",
    "https": "spiders.downloading.handler.CountingDownloadHandler",
}

SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"  # in the order of the lists: the newest first

# Speed, as measured: one task a response (a page makes one article, and nothing else of it is in a hurry), no second
# reading of each page for a refresh tag.
CONCURRENT_ITEMS = 1
METAREFRESH_ENABLED = False
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # spiders keep their own account of what was asked
# Those of Scrapy's that can do nothing here are not asked: nothing logs in, lists and stored addresses are held against
# the site, and the store has a row of each request.
DOWNLOADER_STATS = False
STATS_CLASS = "spiders.reports.plain_statistics.PlainStatistics"
LOG_FORMATTER = "spiders.reports.quiet_log.QuietLog"
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "spiders.politeness.hosts.Slots": 40,
    "spiders.web.ssrf_guard.PublicHosts": 50,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "spiders.politeness.robots.Robots": 100,
    "spiders.politeness.text_mining.TextMining": 110,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "spiders.politeness.retries.PatientRetry": 550,
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": None,
    "spiders.politeness.redirects.RedirectOnce": 600,
    "spiders.downloading.archiving.Archiving": 610,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "spiders.downloading.compression.PlainCompression": 620,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,
    "spiders.downloading.proxy.Proxy": 750,
}
EXTENSIONS = {
    "scrapy.extensions.throttle.AutoThrottle": None,
    "spiders.politeness.throttle.Throttle": 0,
    "spiders.politeness.identity.Identity": 100,
    "spiders.reports.progress.Progress": 200,
    "spiders.archives.repeats.RepeatLearning": 250,
    "spiders.storing.extension.StoreExtension": 300,
    "spiders.web.stopping.PromptStop": 400,
}
ITEM_PIPELINES = {"spiders.storing.pipeline.StorePipeline": 100}
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.start.StartSpiderMiddleware": None,
    "spiders.web.start.Start": 25,
    "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None,  # HTTPERROR_ALLOW_ALL
    "scrapy.spidermiddlewares.referer.RefererMiddleware": None,
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,  # no longer one is a web address to us
}

LOG_LEVEL = "WARNING"
LOG_SHORT_NAMES = True
LOGSTATS_INTERVAL = 0
STATS_DUMP = False
FEED_EXPORT_ENCODING = "utf-8"
FEED_EXPORTERS = {"csv": "spiders.storing.csv_export.CsvExport"}
