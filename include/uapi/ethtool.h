/* SPDX-License-Identifier: MIT */
/*
 * ethtool.h - what programs ask network devices by SIOCETHTOOL.
 *
 * ABI facts: ethtool(8) and the kernel's documented interface. Here are the
 * requests that octavo/ethtool.h answers, and structures that drivers fill in.
 */
#ifndef UAPI_ETHTOOL_H
#define UAPI_ETHTOOL_H

#define SIOCETHTOOL		0x8946

#define ETHTOOL_GSET		0x00000001
#define ETHTOOL_GDRVINFO	0x00000003
#define ETHTOOL_GMSGLVL		0x00000007
#define ETHTOOL_SMSGLVL		0x00000008
#define ETHTOOL_NWAY_RST	0x00000009
#define ETHTOOL_GLINK		0x0000000a
#define ETHTOOL_GCOALESCE	0x0000000e
#define ETHTOOL_SCOALESCE	0x0000000f
#define ETHTOOL_GRINGPARAM	0x00000010
#define ETHTOOL_SRINGPARAM	0x00000011
#define ETHTOOL_GPAUSEPARAM	0x00000012
#define ETHTOOL_SPAUSEPARAM	0x00000013
#define ETHTOOL_GSTRINGS	0x0000001b
#define ETHTOOL_GSTATS		0x0000001d
#define ETHTOOL_GPERMADDR	0x00000020
#define ETHTOOL_GSSET_INFO	0x00000037
#define ETHTOOL_GET_TS_INFO	0x00000041
#define ETHTOOL_GLINKSETTINGS	0x0000004c
#define ETHTOOL_SLINKSETTINGS	0x0000004d

#define ETH_GSTRING_LEN		32
#define ETHTOOL_FWVERS_LEN	32
#define ETHTOOL_BUSINFO_LEN	32
#define ETHTOOL_EROMVERS_LEN	32

struct ethtool_drvinfo {
	unsigned int cmd;
	char driver[32];
	char version[32];
	char fw_version[ETHTOOL_FWVERS_LEN];
	char bus_info[ETHTOOL_BUSINFO_LEN];
	char erom_version[ETHTOOL_EROMVERS_LEN];
	char reserved2[12];
	unsigned int n_priv_flags, n_stats, testinfo_len;
	unsigned int eedump_len, regdump_len;
};

struct ethtool_value {
	unsigned int cmd, data;
};

struct ethtool_wolinfo {
	unsigned int cmd, supported, wolopts;
	unsigned char sopass[6];
};

struct ethtool_regs {
	unsigned int cmd, version, len;
	unsigned char data[];
};

struct ethtool_eeprom {
	unsigned int cmd, magic, offset, len;
	unsigned char data[];
};

struct ethtool_coalesce {
	unsigned int cmd;
	unsigned int rx_coalesce_usecs, rx_max_coalesced_frames;
	unsigned int rx_coalesce_usecs_irq, rx_max_coalesced_frames_irq;
	unsigned int tx_coalesce_usecs, tx_max_coalesced_frames;
	unsigned int tx_coalesce_usecs_irq, tx_max_coalesced_frames_irq;
	unsigned int stats_block_coalesce_usecs;
	unsigned int use_adaptive_rx_coalesce, use_adaptive_tx_coalesce;
	unsigned int pkt_rate_low;
	unsigned int rx_coalesce_usecs_low, rx_max_coalesced_frames_low;
	unsigned int tx_coalesce_usecs_low, tx_max_coalesced_frames_low;
	unsigned int pkt_rate_high;
	unsigned int rx_coalesce_usecs_high, rx_max_coalesced_frames_high;
	unsigned int tx_coalesce_usecs_high, tx_max_coalesced_frames_high;
	unsigned int rate_sample_interval;
};

struct ethtool_ringparam {
	unsigned int cmd;
	unsigned int rx_max_pending, rx_mini_max_pending;
	unsigned int rx_jumbo_max_pending, tx_max_pending;
	unsigned int rx_pending, rx_mini_pending;
	unsigned int rx_jumbo_pending, tx_pending;
};

struct ethtool_channels {
	unsigned int cmd;
	unsigned int max_rx, max_tx, max_other, max_combined;
	unsigned int rx_count, tx_count, other_count, combined_count;
};

struct ethtool_pauseparam {
	unsigned int cmd, autoneg, rx_pause, tx_pause;
};

enum ethtool_stringset {
	ETH_SS_TEST, ETH_SS_STATS, ETH_SS_PRIV_FLAGS, ETH_SS_NTUPLE_FILTERS,
	ETH_SS_FEATURES,
};

struct ethtool_gstrings {
	unsigned int cmd, string_set, len;
	unsigned char data[];
};

struct ethtool_sset_info {
	unsigned int cmd, reserved;
	unsigned long long sset_mask;
	unsigned int data[];
};

struct ethtool_test {
	unsigned int cmd, flags, reserved, len;
	unsigned long long data[];
};

struct ethtool_stats {
	unsigned int cmd, n_stats;
	unsigned long long data[];
};

struct ethtool_perm_addr {
	unsigned int cmd, size;
	unsigned char data[];
};

struct ethtool_ts_info {
	unsigned int cmd, so_timestamping;
	int phc_index;
	unsigned int tx_types, tx_reserved[3];
	unsigned int rx_filters, rx_reserved[3];
};

struct ethtool_link_settings {
	unsigned int cmd, speed;
	unsigned char duplex, port, phy_address, autoneg;
	unsigned char mdio_support, eth_tp_mdix, eth_tp_mdix_ctrl;
	signed char link_mode_masks_nwords;
	unsigned char transceiver, master_slave_cfg, master_slave_state;
	unsigned char rate_matching;
	unsigned int reserved[7];
	unsigned int link_mode_masks[];
};

struct ethtool_cmd {
	unsigned int cmd, supported, advertising;
	unsigned short speed;
	unsigned char duplex, port, phy_address, transceiver, autoneg;
	unsigned char mdio_support;
	unsigned int maxtxpkt, maxrxpkt;
	unsigned short speed_hi;
	unsigned char eth_tp_mdix, eth_tp_mdix_ctrl;
	unsigned int lp_advertising, reserved[2];
};

#define SPEED_10		10
#define SPEED_100		100
#define SPEED_1000		1000
#define SPEED_2500		2500
#define SPEED_10000		10000
#define SPEED_UNKNOWN		(-1)
#define DUPLEX_HALF		0x00
#define DUPLEX_FULL		0x01
#define DUPLEX_UNKNOWN		0xff
#define PORT_TP			0x00
#define PORT_MII		0x02
#define PORT_FIBRE		0x03
#define PORT_NONE		0xef
#define PORT_OTHER		0xff
#define AUTONEG_DISABLE		0x00
#define AUTONEG_ENABLE		0x01
#define WAKE_MAGIC		(1 << 5)

#define SOF_TIMESTAMPING_TX_HARDWARE	(1 << 0)
#define SOF_TIMESTAMPING_TX_SOFTWARE	(1 << 1)
#define SOF_TIMESTAMPING_RX_HARDWARE	(1 << 2)
#define SOF_TIMESTAMPING_RX_SOFTWARE	(1 << 3)
#define SOF_TIMESTAMPING_SOFTWARE	(1 << 4)
#define SOF_TIMESTAMPING_RAW_HARDWARE	(1 << 6)

enum ethtool_link_mode_bit_indices {
	ETHTOOL_LINK_MODE_10baseT_Half_BIT	= 0,
	ETHTOOL_LINK_MODE_10baseT_Full_BIT	= 1,
	ETHTOOL_LINK_MODE_100baseT_Half_BIT	= 2,
	ETHTOOL_LINK_MODE_100baseT_Full_BIT	= 3,
	ETHTOOL_LINK_MODE_1000baseT_Half_BIT	= 4,
	ETHTOOL_LINK_MODE_1000baseT_Full_BIT	= 5,
	ETHTOOL_LINK_MODE_Autoneg_BIT		= 6,
	ETHTOOL_LINK_MODE_TP_BIT		= 7,
	ETHTOOL_LINK_MODE_MII_BIT		= 9,
	ETHTOOL_LINK_MODE_FIBRE_BIT		= 10,
	ETHTOOL_LINK_MODE_10000baseT_Full_BIT	= 12,
	ETHTOOL_LINK_MODE_Pause_BIT		= 13,
	__ETHTOOL_LINK_MODE_MASK_NBITS		= 96,
};

#endif
