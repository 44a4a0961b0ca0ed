/* SPDX-License-Identifier: MIT */
/*
 * uapi/termios.h - terminals as programs see them: modes, characters, ioctls.
 *
 * The same on i386 and x86-64.
 */
#ifndef UAPI_TERMIOS_H
#define UAPI_TERMIOS_H

/* Places in c_cc. */
#define VINTR		0
#define VQUIT		1
#define VERASE		2
#define VKILL		3
#define VEOF		4
#define VTIME		5
#define VMIN		6
#define VSTART		8
#define VSTOP		9
#define VSUSP		10
#define VEOL		11
#define VREPRINT	12
#define VWERASE		14
#define VLNEXT		15
#define VEOL2		16
#define NCCS		19
#define NCC		8		/* of struct termio */

/* c_iflag */
#define ISTRIP		0000040u
#define INLCR		0000100u
#define IGNCR		0000200u
#define ICRNL		0000400u
#define IUCLC		0001000u
#define IXON		0002000u
#define IXANY		0004000u
#define IMAXBEL		0020000u
#define IUTF8		0040000u

/* c_oflag */
#define OPOST		0000001u
#define OLCUC		0000002u
#define ONLCR		0000004u
#define OCRNL		0000010u
#define ONOCR		0000020u
#define ONLRET		0000040u
#define TABDLY		0014000u
#define XTABS		0014000u

/* c_cflag */
#define B38400		0000017u
#define CBAUD		0010017u
#define BOTHER		0010000u
#define CS8		0000060u
#define CREAD		0000200u

/* c_lflag */
#define ISIG		0000001u
#define ICANON		0000002u
#define ECHO		0000010u
#define ECHOE		0000020u
#define ECHOK		0000040u
#define ECHONL		0000100u
#define NOFLSH		0000200u
#define TOSTOP		0000400u
#define ECHOCTL		0001000u
#define ECHOPRT		0002000u
#define ECHOKE		0004000u
#define IEXTEN		0100000u

/* A character of c_cc that is no character. */
#define _POSIX_VDISABLE	0

struct termios2 {
	unsigned int c_iflag, c_oflag, c_cflag, c_lflag;
	unsigned char c_line;
	unsigned char c_cc[NCCS];
	unsigned int c_ispeed, c_ospeed;
};

/* struct termios is all of that but the speeds. */
#define TERMIOS_SIZE	__builtin_offsetof(struct termios2, c_ispeed)

/* As System V had it. */
struct termio {
	unsigned short c_iflag, c_oflag, c_cflag, c_lflag;
	unsigned char c_line;
	unsigned char c_cc[NCC];
};

struct winsize {
	unsigned short ws_row, ws_col, ws_xpixel, ws_ypixel;
};

#define TCGETS		0x5401u
#define TCSETS		0x5402u
#define TCSETSW		0x5403u
#define TCSETSF		0x5404u
#define TCGETA		0x5405u
#define TCSETA		0x5406u
#define TCSETAW		0x5407u
#define TCSETAF		0x5408u
#define TCSBRK		0x5409u
#define TCXONC		0x540au
#define TCFLSH		0x540bu
#define TIOCEXCL	0x540cu
#define TIOCNXCL	0x540du
#define TIOCSCTTY	0x540eu
#define TIOCGPGRP	0x540fu
#define TIOCSPGRP	0x5410u
#define TIOCOUTQ	0x5411u
#define TIOCSTI		0x5412u
#define TIOCGWINSZ	0x5413u
#define TIOCSWINSZ	0x5414u
#define TIOCPKT		0x5420u
#define TIOCNOTTY	0x5422u
#define TIOCSETD	0x5423u
#define TIOCGETD	0x5424u
#define TCSBRKP		0x5425u
#define TIOCGSID	0x5429u
#define TCGETS2		0x802c542au
#define TCSETS2		0x402c542bu
#define TCSETSW2	0x402c542cu
#define TCSETSF2	0x402c542du
#define TIOCGPTN	0x80045430u
#define TIOCSPTLCK	0x40045431u
#define TIOCGDEV	0x80045432u
#define TIOCSIG		0x40045436u
#define TIOCVHANGUP	0x5437u
#define TIOCGPKT	0x80045438u
#define TIOCGPTLCK	0x80045439u
#define TIOCGEXCL	0x80045440u
#define TIOCGPTPEER	0x5441u

/* Arguments of TCFLSH and of TCXONC. */
#define TCIFLUSH	0u
#define TCOFLUSH	1u
#define TCIOFLUSH	2u
#define TCOOFF		0u
#define TCOON		1u
#define TCIOFF		2u
#define TCION		3u

/* What a master in packet mode is told. */
#define TIOCPKT_FLUSHREAD	1u
#define TIOCPKT_FLUSHWRITE	2u
#define TIOCPKT_STOP		4u
#define TIOCPKT_START		8u
#define TIOCPKT_NOSTOP		16u
#define TIOCPKT_DOSTOP		32u

#endif
