/* SPDX-License-Identifier: MIT */
/*
 * ethtool.h - what a network driver tells about its device, and is asked to
 * change: dev->ethtool_ops.
 *
 * Programs ask by ioctl(SIOCETHTOOL) on a socket. Members for what no request
 * here asks are never called.
 *
 * Locking: rtnl_lock() is held.
 */
#ifndef OCTAVO_ETHTOOL_H
#define OCTAVO_ETHTOOL_H

#include <octavo/bitmap.h>
#include <octavo/netdevice.h>
#include <octavo/string.h>
#include <uapi/ethtool.h>

struct netlink_ext_ack;
struct kernel_ethtool_coalesce { u8 use_cqe_mode_tx, use_cqe_mode_rx; };
struct kernel_ethtool_ringparam { u32 rx_buf_len; u8 tcp_data_split, tx_push; };

/* Linux has the second name from 6.12 on. */
#define kernel_ethtool_ts_info	ethtool_ts_info

#define ETHTOOL_LINK_MASK_WORDS						\
	((__ETHTOOL_LINK_MODE_MASK_NBITS + BITS_PER_LONG - 1) / BITS_PER_LONG)

struct ethtool_link_ksettings {
	struct ethtool_link_settings base;
	struct {
		unsigned long supported[ETHTOOL_LINK_MASK_WORDS];
		unsigned long advertising[ETHTOOL_LINK_MASK_WORDS];
		unsigned long lp_advertising[ETHTOOL_LINK_MASK_WORDS];
	} link_modes;
	u32 lanes;
};

#define ethtool_link_ksettings_zero_link_mode(ptr, name)		\
	memset((ptr)->link_modes.name, 0, sizeof((ptr)->link_modes.name))
#define ethtool_link_ksettings_add_link_mode(ptr, name, mode)		\
	__set_bit(ETHTOOL_LINK_MODE_##mode##_BIT, (ptr)->link_modes.name)
#define ethtool_link_ksettings_test_link_mode(ptr, name, mode)		\
	test_bit(ETHTOOL_LINK_MODE_##mode##_BIT, (ptr)->link_modes.name)

#define ETHTOOL_COALESCE_RX_USECS	(1u << 0)
#define ETHTOOL_COALESCE_RX_MAX_FRAMES	(1u << 1)
#define ETHTOOL_COALESCE_TX_USECS	(1u << 4)
#define ETHTOOL_COALESCE_TX_MAX_FRAMES	(1u << 5)
#define ETHTOOL_COALESCE_USECS						\
	(ETHTOOL_COALESCE_RX_USECS | ETHTOOL_COALESCE_TX_USECS)
#define ETHTOOL_COALESCE_MAX_FRAMES					\
	(ETHTOOL_COALESCE_RX_MAX_FRAMES | ETHTOOL_COALESCE_TX_MAX_FRAMES)

struct ethtool_ops {
	u32 supported_coalesce_params, supported_ring_params;
	void (*get_drvinfo)(struct net_device *dev,
			    struct ethtool_drvinfo *info);
	int (*get_regs_len)(struct net_device *dev);
	void (*get_regs)(struct net_device *dev, struct ethtool_regs *regs,
			 void *data);
	void (*get_wol)(struct net_device *dev, struct ethtool_wolinfo *wol);
	int (*set_wol)(struct net_device *dev, struct ethtool_wolinfo *wol);
	u32 (*get_msglevel)(struct net_device *dev);
	void (*set_msglevel)(struct net_device *dev, u32 level);
	int (*nway_reset)(struct net_device *dev);
	u32 (*get_link)(struct net_device *dev);
	int (*get_eeprom_len)(struct net_device *dev);
	int (*get_eeprom)(struct net_device *dev, struct ethtool_eeprom *eeprom,
			  u8 *data);
	int (*set_eeprom)(struct net_device *dev, struct ethtool_eeprom *eeprom,
			  u8 *data);
	int (*get_coalesce)(struct net_device *dev, struct ethtool_coalesce *c,
			    struct kernel_ethtool_coalesce *k,
			    struct netlink_ext_ack *extack);
	int (*set_coalesce)(struct net_device *dev, struct ethtool_coalesce *c,
			    struct kernel_ethtool_coalesce *k,
			    struct netlink_ext_ack *extack);
	void (*get_ringparam)(struct net_device *dev,
			      struct ethtool_ringparam *ring,
			      struct kernel_ethtool_ringparam *k,
			      struct netlink_ext_ack *extack);
	int (*set_ringparam)(struct net_device *dev,
			     struct ethtool_ringparam *ring,
			     struct kernel_ethtool_ringparam *k,
			     struct netlink_ext_ack *extack);
	void (*get_pauseparam)(struct net_device *dev,
			       struct ethtool_pauseparam *pause);
	int (*set_pauseparam)(struct net_device *dev,
			      struct ethtool_pauseparam *pause);
	void (*self_test)(struct net_device *dev, struct ethtool_test *test,
			  u64 *data);
	void (*get_strings)(struct net_device *dev, u32 stringset, u8 *data);
	int (*set_phys_id)(struct net_device *dev, int state);
	void (*get_ethtool_stats)(struct net_device *dev,
				  struct ethtool_stats *stats, u64 *data);
	int (*begin)(struct net_device *dev);
	void (*complete)(struct net_device *dev);
	u32 (*get_priv_flags)(struct net_device *dev);
	int (*set_priv_flags)(struct net_device *dev, u32 flags);
	int (*get_sset_count)(struct net_device *dev, int sset);
	void (*get_channels)(struct net_device *dev,
			     struct ethtool_channels *channels);
	int (*set_channels)(struct net_device *dev,
			    struct ethtool_channels *channels);
	int (*get_ts_info)(struct net_device *dev,
			   struct ethtool_ts_info *info);
	int (*get_link_ksettings)(struct net_device *dev,
				  struct ethtool_link_ksettings *settings);
	int (*set_link_ksettings)(struct net_device *dev,
				  const struct ethtool_link_ksettings *set);
};

/**
 * ethtool_op_get_link() - a get_link() that says what the carrier is
 * @dev: the device
 *
 * Context: Any context.
 * Return: 1 or 0.
 */
u32 ethtool_op_get_link(struct net_device *dev);

/**
 * ethtool_op_get_ts_info() - a get_ts_info() for who has no clock
 * @dev: the device
 * @info: filled in
 *
 * Context: Any context.
 * Return: 0.
 */
int ethtool_op_get_ts_info(struct net_device *dev,
			   struct ethtool_ts_info *info);

/**
 * ethtool_convert_link_mode_to_legacy_u32() - a mask of link modes in 32 bits
 * @legacy: gets it
 * @src: the mask
 *
 * Context: Any context.
 * Return: true: it had no other bits.
 */
bool ethtool_convert_link_mode_to_legacy_u32(u32 *legacy,
					     const unsigned long *src);

/**
 * dev_ethtool() - answer SIOCETHTOOL
 * @dev: the device
 * @useraddr: the request, in user memory
 *
 * Context: User context only; rtnl_lock() is held.
 * Return: 0; -EFAULT, -EOPNOTSUPP, -EPERM, or what the driver said.
 */
int dev_ethtool(struct net_device *dev, void __user *useraddr);

static inline void ethtool_sprintf(u8 **data, const char *fmt, ...)
	__printf(2, 3);
static inline void ethtool_sprintf(u8 **data, const char *fmt, ...)
{
	__builtin_va_list args;

	__builtin_va_start(args, fmt);
	vsnprintf((char *)*data, ETH_GSTRING_LEN, fmt, args);
	__builtin_va_end(args);
	*data += ETH_GSTRING_LEN;
}

static inline void ethtool_puts(u8 **data, const char *str)
{
	strscpy((char *)*data, str, ETH_GSTRING_LEN);
	*data += ETH_GSTRING_LEN;
}

static inline u32 ethtool_cmd_speed(const struct ethtool_cmd *ep)
{
	return (u32)ep->speed_hi << 16 | ep->speed;
}

#endif
