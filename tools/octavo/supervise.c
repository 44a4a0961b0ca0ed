/* SPDX-License-Identifier: MIT */
/*
 * supervise.c - machines in processes of their own.
 *
 * However such a process ends, somebody is left to say why and to put the
 * terminal back as it was. One that has no more time, or whose kernel code
 * runs on and on, is asked to say where it is (SIGXCPU), and killed if it does
 * not end then.
 *
 * "On and on" is CPU time without progress; the machine counts entries from
 * user code and switches of tasks in a page that both processes see.
 *
 * All signals are blocked but while we wait.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "driver.h"
#include "supervise.h"

#define MAX_CHILDREN	64
#define LAST_WORDS_MS	5000		/* for one that was asked to end */
#define LOOK_MS		500		/* how often CPU time is looked at */
#define MS		1000000ull

static volatile sig_atomic_t forwarded;	/* the last such signal */
static volatile sig_atomic_t continued;
static pid_t running[MAX_CHILDREN];	/* signals are passed on to them */
static sigset_t outside;		/* the mask as it was */

/* ---- signals ------------------------------------------------------------------- */

static void forward(int sig)
{
	forwarded = sig;
	for (int i = 0; i < MAX_CHILDREN; i++)
		if (running[i] > 0)
			kill(running[i], sig);
}

static void go_on(int sig)
{
	continued = sig;
}

static void nothing(int sig)
{
}

/* Every signal that would end us and leave children and terminal as they are. */
static void catch_signals(void)
{
	static const int fatal[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGUSR1,
				     SIGUSR2, SIGALRM, SIGTSTP };
	struct sigaction sa = { .sa_handler = forward };
	static int caught;
	sigset_t all;

	if (caught)
		return;
	caught = 1;
	for (unsigned int i = 0; i < sizeof(fatal) / sizeof(fatal[0]); i++)
		sigaction(fatal[i], &sa, NULL);
	sa.sa_handler = go_on;
	sigaction(SIGCONT, &sa, NULL);
	sa.sa_handler = nothing;
	sigaction(SIGCHLD, &sa, NULL);
	signal(SIGTTOU, SIG_IGN);
	signal(SIGTTIN, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &outside);
}

/* As it was before, for the child. */
static void release_signals(const struct sigaction *old)
{
	for (int sig = 1; sig < 32; sig++)
		sigaction(sig, &old[sig], NULL);
	sigprocmask(SIG_SETMASK, &outside, NULL);
}

static void remember(pid_t pid, pid_t instead_of)
{
	for (int i = 0; i < MAX_CHILDREN; i++) {
		if (running[i] != instead_of)
			continue;
		running[i] = pid;
		return;
	}
}

/* ---- starting -------------------------------------------------------------------- */

__attribute__((__noreturn__))
static void become_child(const struct child *c, int link, pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(EXIT_STOPPED);
	if (c->output > 0) {
		dup2(c->output, 1);
		dup2(c->output, 2);
	}
	if (c->terminal)
		terminal_take();
	host_set_supervisor(link, (unsigned long *)c->progress);
	exit(c->main(c->arg));
}

void child_start(struct child *c)
{
	static struct sigaction old[32];
	static int known;
	const pid_t self = getpid();
	int pair[2];

	for (int sig = 1; sig < 32 && !known; sig++)
		sigaction(sig, NULL, &old[sig]);
	known = 1;
	catch_signals();
	fflush(NULL);
	c->progress = mmap(NULL, sizeof(long), PROT_READ | PROT_WRITE,
			   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (c->progress == MAP_FAILED ||
	    socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		usage_error("cannot make a socket: %s", strerror(errno));
	c->start_ns = c->progress_ns = host_clock_ns(0);
	c->pid = fork();
	if (c->pid < 0)
		usage_error("cannot fork: %s", strerror(errno));
	if (c->pid == 0) {
		close(pair[0]);
		release_signals(old);
		become_child(c, pair[1], self);
	}
	close(pair[1]);
	c->link = pair[0];
	remember(c->pid, 0);
}

/* ---- what it says ------------------------------------------------------------------ */

static void answer(const struct child *c, const char *packet)
{
	unsigned long addr;
	const char *name;

	memcpy(&addr, packet, sizeof(addr));
	name = symbol_at(addr);
	send(c->link, name, strlen(name), MSG_NOSIGNAL);
}

static void record(struct child *c, const char *text, size_t len)
{
	c->record = realloc(c->record, c->record_size + len + 1);
	if (!c->record)
		usage_error("out of memory");
	memcpy(c->record + c->record_size, text, len);
	c->record_size += len;
	c->record[c->record_size] = 0;
}

/* What lies in the socket; false if that is all there will ever be. */
static int serve(struct child *c)
{
	char packet[HOST_TELL_MAX + 1];
	ssize_t n;

	while ((n = recv(c->link, packet, sizeof(packet), MSG_DONTWAIT)) > 0) {
		if (packet[0] == '?' && n == 1 + (ssize_t)sizeof(long))
			answer(c, packet + 1);
		else if (packet[0] == '+')
			record(c, packet + 1, (size_t)n - 1);
	}
	return n < 0 && (errno == EAGAIN || errno == EINTR);
}

/* ---- time -------------------------------------------------------------------------- */

static unsigned long long busy_ticks(pid_t pid)
{
	unsigned long long user = 0, system = 0;
	char path[40], line[512], *at;
	FILE *from;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	from = fopen(path, "r");
	if (!from)
		return 0;
	at = fgets(line, sizeof(line), from) ? strrchr(line, ')') : NULL;
	if (at)
		sscanf(at, ") %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu",
		       &user, &system);
	fclose(from);
	return user + system;
}

static int is_stuck(struct child *c)
{
	const unsigned long now = *c->progress;
	const unsigned long long ticks = busy_ticks(c->pid);

	if (now != c->last_progress) {
		c->last_progress = now;
		c->busy_ticks = ticks;
		return 0;
	}
	return (ticks - c->busy_ticks) * 1000 /
	       (unsigned long long)sysconf(_SC_CLK_TCK) >= c->stuck_ms;
}

static void ask_to_end(struct child *c, enum child_end why)
{
	c->end = why;
	c->asked_ns = host_clock_ns(0);
	if (!c->output && why == CHILD_TIMED_OUT)
		complain("%u.%03u s are over", c->timeout_ms / 1000,
			 c->timeout_ms % 1000);
	else if (!c->output)
		complain("kernel code has run for %u s without a pause",
			 c->stuck_ms / 1000);
	kill(c->pid, SIGXCPU);
	kill(c->pid, SIGCONT);
}

static void check_time(struct child *c, unsigned long long now)
{
	if (c->asked_ns && now - c->asked_ns > LAST_WORDS_MS * MS)
		kill(c->pid, SIGKILL);
	else if (c->asked_ns)
		return;
	else if (c->timeout_ms && now - c->start_ns >= c->timeout_ms * MS)
		ask_to_end(c, CHILD_TIMED_OUT);
	else if (c->stuck_ms && is_stuck(c))
		ask_to_end(c, CHILD_STUCK);
}

/* Milliseconds until check_time() has something to do. */
static unsigned long long time_left(const struct child *c,
				    unsigned long long now)
{
	unsigned long long ms = c->stuck_ms ? LOOK_MS : 60000, end;

	end = c->asked_ns ? c->asked_ns + LAST_WORDS_MS * MS :
	      c->timeout_ms ? c->start_ns + c->timeout_ms * MS : 0;
	if (end && end <= now)
		return 0;
	if (end && (end - now) / MS + 1 < ms)
		ms = (end - now) / MS + 1;
	return ms;
}

/* ---- waiting ----------------------------------------------------------------------- */

/* Stop as the child has, and take the terminal again afterwards. */
static void stop_too(const struct child *c)
{
	terminal_restore();
	raise(SIGSTOP);
	if (c->terminal)
		terminal_make_raw();
	kill(c->pid, SIGCONT);
}

static int has_ended(struct child *c)
{
	pid_t pid = waitpid(c->pid, &c->status, WNOHANG | WUNTRACED);

	if (pid == c->pid && WIFSTOPPED(c->status)) {
		stop_too(c);
		return 0;
	}
	if (pid == 0 || (pid < 0 && errno == EINTR))
		return 0;
	serve(c);
	close(c->link);
	munmap((void *)c->progress, sizeof(long));
	remember(0, c->pid);
	c->ns = host_clock_ns(0) - c->start_ns;
	c->pid = 0;
	return 1;
}

static void wait_for_something(struct child *const *children, size_t nr)
{
	const unsigned long long now = host_clock_ns(0);
	struct pollfd fds[MAX_CHILDREN];
	unsigned long long ms = 60000;
	struct timespec ts;

	for (size_t i = 0; i < nr; i++) {
		const int runs = children[i] && children[i]->pid > 0;

		fds[i] = (struct pollfd){ runs ? children[i]->link : -1, POLLIN,
					  0 };
		if (runs && time_left(children[i], now) < ms)
			ms = time_left(children[i], now);
	}
	ts.tv_sec = (time_t)(ms / 1000);
	ts.tv_nsec = (long)(ms % 1000 * MS);
	if (ppoll(fds, nr, &ts, &outside) <= 0)
		return;
	for (size_t i = 0; i < nr; i++)
		if (fds[i].revents && !serve(children[i]))
			/* Its end of the line is gone; so will it be. */
			nanosleep(&(struct timespec){ 0, 1000000 }, NULL);
}

/* Somebody wants us to end. */
__attribute__((__noreturn__))
static void end_by_signal(int sig)
{
	const struct rlimit none = { 0, 0 };
	sigset_t set;

	terminal_restore();
	setrlimit(RLIMIT_CORE, &none);	/* the child has left one, if any */
	signal(sig, SIG_DFL);
	raise(sig);
	sigemptyset(&set);
	sigprocmask(SIG_SETMASK, &set, NULL);
	exit(128 + sig);
}

struct child *children_wait(struct child *const *children, size_t nr)
{
	size_t running_now;

	do {
		running_now = 0;
		for (size_t i = 0; i < nr; i++) {
			struct child *c = children[i];

			if (!c || c->pid <= 0)
				continue;
			if (has_ended(c))
				return c;
			check_time(c, host_clock_ns(0));
			running_now++;
		}
		if (running_now)
			wait_for_something(children, nr);
		if (continued && nr == 1 && children[0]->terminal)
			terminal_make_raw();
		continued = 0;
	} while (running_now);
	if (forwarded && forwarded != SIGTSTP)
		end_by_signal(forwarded);
	return NULL;
}

/* ---- one --------------------------------------------------------------------------- */

static int conclude(const struct child *c)
{
	const int sig = WIFSIGNALED(c->status) ? WTERMSIG(c->status) : 0;

	if (c->end != CHILD_ENDED) {
		if (sig == SIGKILL)
			complain("the machine does not answer: killed");
		return EXIT_STOPPED;
	}
	if (!sig)
		return WEXITSTATUS(c->status);
	if (sig == forwarded)
		end_by_signal(sig);
	complain("the machine was killed by signal %d (%s)", sig,
		 strsignal(sig));
	return EXIT_STOPPED;
}

int child_run(struct child *c)
{
	child_start(c);
	children_wait(&c, 1);
	terminal_restore();
	free(c->record);
	return conclude(c);
}
