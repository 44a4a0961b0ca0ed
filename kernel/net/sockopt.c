/* SPDX-License-Identifier: MIT */
/*
 * sockopt.c - options that every socket has: level SOL_SOCKET.
 *
 * Most are an int; a table says which are a flag of the sock, the rest is told
 * case by case. Options of other levels are the family's.
 */
#include "internal.h"
#include <octavo/math64.h>
#include <uapi/time.h>

/* Options that are a flag and nothing more. */
static const struct {
	int optname;
	enum sock_flags flag;
} flags[] = {
	{ SO_DONTROUTE, SOCK_LOCALROUTE },
	{ SO_BROADCAST, SOCK_BROADCAST },
	{ SO_KEEPALIVE, SOCK_KEEPOPEN },
	{ SO_OOBINLINE, SOCK_URGINLINE },
	{ SO_PASSCRED, SOCK_PASSCRED },
	{ SO_TIMESTAMP_OLD, SOCK_RCVTSTAMP },
};

static int flag_of(int optname)
{
	for (size_t i = 0; i < ARRAY_SIZE(flags); i++)
		if (flags[i].optname == optname)
			return flags[i].flag;
	return -1;
}

/* ---- times -------------------------------------------------------------- */

static int set_timeout(u64 *timeo, const char __user *optval,
		       unsigned int optlen, bool wide)
{
	struct __kernel_sock_timeval tv;
	struct __kernel_old_timeval old;

	if (wide) {
		if (optlen < sizeof(tv))
			return -EINVAL;
		if (copy_from_user(&tv, optval, sizeof(tv)))
			return -EFAULT;
	} else {
		if (optlen < sizeof(old))
			return -EINVAL;
		if (copy_from_user(&old, optval, sizeof(old)))
			return -EFAULT;
		tv.tv_sec = old.tv_sec;
		tv.tv_usec = old.tv_usec;
	}
	if (tv.tv_usec < 0 || tv.tv_usec >= 1000000)
		return -EDOM;
	if (tv.tv_sec < 0) {
		*timeo = 0;
		return 0;
	}
	*timeo = SK_FOREVER;
	if ((tv.tv_sec || tv.tv_usec) &&
	    (u64)tv.tv_sec < SK_FOREVER / NSEC_PER_SEC - 1)
		*timeo = (u64)tv.tv_sec * NSEC_PER_SEC + (u64)tv.tv_usec * 1000;
	return 0;
}

/* The bytes of an option that is told. */
union value {
	int val;
	struct linger ling;
	struct ucred cred;
	struct __kernel_old_timeval old;
	struct __kernel_sock_timeval tv;
};

static int get_timeout(u64 timeo, union value *v, bool wide)
{
	u32 left;
	u64 sec = timeo == SK_FOREVER ? 0 :
		div_u64_rem(timeo, NSEC_PER_SEC, &left);
	u32 usec = timeo == SK_FOREVER ? 0 : left / 1000;

	if (wide) {
		v->tv = (struct __kernel_sock_timeval){ (long long)sec, usec };
		return sizeof(v->tv);
	}
	v->old = (struct __kernel_old_timeval){ (long)sec, usec };
	return sizeof(v->old);
}

/* ---- setting ------------------------------------------------------------ */

static int set_linger(struct sock *sk, const char __user *optval,
		      unsigned int optlen)
{
	struct linger ling;

	if (optlen < sizeof(ling))
		return -EINVAL;
	if (copy_from_user(&ling, optval, sizeof(ling)))
		return -EFAULT;
	if (ling.l_onoff) {
		sk->sk_lingertime = (unsigned int)ling.l_linger;
		sock_set_flag(sk, SOCK_LINGER);
	} else {
		sock_reset_flag(sk, SOCK_LINGER);
	}
	return 0;
}

/* Twice what is asked for: half of a buffer is for what is not data. */
static void set_sndbuf(struct sock *sk, int val)
{
	val = min_t(int, max(val, 0), INT_MAX / 2);
	WRITE_ONCE(sk->sk_sndbuf, max_t(int, val * 2, SOCK_MIN_SNDBUF));
	sk->sk_write_space(sk);
}

static void set_rcvbuf(struct sock *sk, int val)
{
	val = min_t(int, max(val, 0), INT_MAX / 2);
	WRITE_ONCE(sk->sk_rcvbuf, max_t(int, val * 2, SOCK_MIN_RCVBUF));
}

static int set_forced(struct sock *sk, int optname, int val)
{
	if (!capable())
		return -EPERM;
	if (optname == SO_SNDBUFFORCE)
		set_sndbuf(sk, val);
	else if (optname == SO_RCVBUFFORCE)
		set_rcvbuf(sk, val);
	else
		sk->sk_mark = (u32)val;
	return 0;
}

static int set_peek_off(struct socket *sock, int val)
{
	if (!sock->ops->set_peek_off)
		return -EOPNOTSUPP;
	return sock->ops->set_peek_off(sock->sk, val);
}

static int set_zerocopy(struct sock *sk, int val)
{
	if (sk->sk_family != AF_INET)
		return -EOPNOTSUPP;
	if (val < 0 || val > 1)
		return -EINVAL;
	if (val)
		sock_set_flag(sk, SOCK_ZEROCOPY);
	else
		sock_reset_flag(sk, SOCK_ZEROCOPY);
	return 0;
}

/* Options that are an int and no flag. */
static int set_int(struct socket *sock, int optname, int val)
{
	struct sock *sk = sock->sk;

	switch (optname) {
	case SO_DEBUG:
		return val && !capable() ? -EACCES : 0;
	case SO_REUSEADDR:
		sk->sk_reuse = val;
		return 0;
	case SO_REUSEPORT:
		if (val && sk->sk_family != AF_INET)
			return -EOPNOTSUPP;
		sk->sk_reuseport = val;
		return 0;
	case SO_SNDBUF:
		set_sndbuf(sk, min(val, SOCK_BUF_MAX));
		return 0;
	case SO_RCVBUF:
		set_rcvbuf(sk, min(val, SOCK_BUF_MAX));
		return 0;
	case SO_SNDBUFFORCE:
	case SO_RCVBUFFORCE:
	case SO_MARK:
		return set_forced(sk, optname, val);
	case SO_NO_CHECK:
		sk->sk_no_check = val;
		return 0;
	case SO_PRIORITY:
		if ((val < 0 || val > 6) && !capable())
			return -EPERM;
		sk->sk_priority = (u32)val;
		return 0;
	case SO_BSDCOMPAT:
		return 0;
	case SO_RCVLOWAT:
		WRITE_ONCE(sk->sk_rcvlowat, val < 0 ? INT_MAX : val ? val : 1);
		return 0;
	case SO_PEEK_OFF:
		return set_peek_off(sock, val);
	case SO_ZEROCOPY:
		return set_zerocopy(sk, val);
	}
	return -ENOPROTOOPT;
}

static int set_socket_level(struct socket *sock, int optname,
			    const char __user *optval, unsigned int optlen)
{
	struct sock *sk = sock->sk;
	int val;

	if (optlen < sizeof(int))
		return -EINVAL;
	if (get_user(val, (const int __user *)optval))
		return -EFAULT;
	if (flag_of(optname) >= 0) {
		if (val)
			sock_set_flag(sk, flag_of(optname));
		else
			sock_reset_flag(sk, flag_of(optname));
		return 0;
	}
	switch (optname) {
	case SO_LINGER:
		return set_linger(sk, optval, optlen);
	case SO_RCVTIMEO_OLD:
	case SO_RCVTIMEO_NEW:
		return set_timeout(&sk->sk_rcvtimeo, optval, optlen,
				   optname == SO_RCVTIMEO_NEW);
	case SO_SNDTIMEO_OLD:
	case SO_SNDTIMEO_NEW:
		return set_timeout(&sk->sk_sndtimeo, optval, optlen,
				   optname == SO_SNDTIMEO_NEW);
	}
	return set_int(sock, optname, val);
}

int sock_setsockopt(struct socket *sock, int level, int optname,
		    char __user *optval, unsigned int optlen)
{
	if ((int)optlen < 0)
		return -EINVAL;
	return level == SOL_SOCKET ?
		set_socket_level(sock, optname, optval, optlen) :
		sock->ops->setsockopt(sock, level, optname, optval, optlen);
}

/* ---- telling ------------------------------------------------------------ */

static int get_linger(const struct sock *sk, union value *v)
{
	v->ling = (struct linger){ sock_flag(sk, SOCK_LINGER),
				   (int)sk->sk_lingertime };
	return sizeof(v->ling);
}

static int get_peercred(const struct sock *sk, union value *v)
{
	v->cred = sk->sk_has_peer_cred ? sk->sk_peer_cred :
		(struct ucred){ 0, ~0u, ~0u };
	return sizeof(v->cred);
}

/* Options that are an int and no flag; -ENOPROTOOPT. */
static int get_int(struct sock *sk, int optname, int *val)
{
	switch (optname) {
	case SO_DEBUG:
	case SO_BSDCOMPAT:
		*val = 0;
		break;
	case SO_TYPE:
		*val = sk->sk_type;
		break;
	case SO_DOMAIN:
		*val = sk->sk_family;
		break;
	case SO_PROTOCOL:
		*val = sk->sk_protocol;
		break;
	case SO_ACCEPTCONN:
		*val = sk->sk_state == TCP_LISTEN;
		break;
	case SO_ERROR:
		*val = -sock_error(sk);
		break;
	case SO_REUSEADDR:
		*val = sk->sk_reuse;
		break;
	case SO_REUSEPORT:
		*val = sk->sk_reuseport;
		break;
	case SO_SNDBUF:
		*val = READ_ONCE(sk->sk_sndbuf);
		break;
	case SO_RCVBUF:
		*val = READ_ONCE(sk->sk_rcvbuf);
		break;
	case SO_NO_CHECK:
		*val = sk->sk_no_check;
		break;
	case SO_PRIORITY:
		*val = (int)sk->sk_priority;
		break;
	case SO_MARK:
		*val = (int)sk->sk_mark;
		break;
	case SO_RCVLOWAT:
		*val = READ_ONCE(sk->sk_rcvlowat);
		break;
	case SO_SNDLOWAT:
		*val = 1;
		break;
	case SO_ZEROCOPY:
		*val = sock_flag(sk, SOCK_ZEROCOPY);
		break;
	default:
		return -ENOPROTOOPT;
	}
	return 0;
}

/* Bytes of the value, or -errno. */
static int get_value(struct socket *sock, int optname, union value *v)
{
	struct sock *sk = sock->sk;
	int err;

	switch (optname) {
	case SO_LINGER:
		return get_linger(sk, v);
	case SO_RCVTIMEO_OLD:
	case SO_RCVTIMEO_NEW:
		return get_timeout(sk->sk_rcvtimeo, v,
				   optname == SO_RCVTIMEO_NEW);
	case SO_SNDTIMEO_OLD:
	case SO_SNDTIMEO_NEW:
		return get_timeout(sk->sk_sndtimeo, v,
				   optname == SO_SNDTIMEO_NEW);
	case SO_PEERCRED:
		return get_peercred(sk, v);
	case SO_PEEK_OFF:
		if (!sock->ops->set_peek_off)
			return -EOPNOTSUPP;
		v->val = sk->sk_peek_off;
		return sizeof(v->val);
	}
	if (flag_of(optname) >= 0)
		v->val = sock_flag(sk, flag_of(optname));
	else if ((err = get_int(sk, optname, &v->val)))
		return err;
	return sizeof(v->val);
}

/* The address of the other side, all that was asked for or nothing. */
static int get_peername(struct socket *sock, char __user *optval, int len,
			int __user *optlen)
{
	struct sockaddr_storage addr = { .ss_family = 0 };
	int real = sock->ops->getname(sock, (struct sockaddr *)&addr, 1);

	if (real < 0)
		return -ENOTCONN;
	if (real < len)
		return -EINVAL;
	if (copy_to_user(optval, &addr, len) || put_user(len, optlen))
		return -EFAULT;
	return 0;
}

static int get_socket_level(struct socket *sock, int optname,
			    char __user *optval, int __user *optlen)
{
	union value v;
	int len, n;

	if (get_user(len, optlen))
		return -EFAULT;
	if (len < 0)
		return -EINVAL;
	if (optname == SO_PEERNAME)
		return get_peername(sock, optval, len, optlen);
	memset(&v, 0, sizeof(v));
	n = get_value(sock, optname, &v);
	if (n < 0)
		return n;
	n = min(n, len);
	if (copy_to_user(optval, &v, n) || put_user(n, optlen))
		return -EFAULT;
	return 0;
}

int sock_getsockopt(struct socket *sock, int level, int optname,
		    char __user *optval, int __user *optlen)
{
	return level == SOL_SOCKET ?
		get_socket_level(sock, optname, optval, optlen) :
		sock->ops->getsockopt(sock, level, optname, optval, optlen);
}
